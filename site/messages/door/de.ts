export const door = {
  title: "Ein Schritt, bevor Sie kaufen können",
  code: "Einladungscode",
  use: "Code einlösen",
  again: "Noch einmal versuchen",
  progress: "Fortschritt",
  shop: "Zum Shop",
  needed: {
    work: "Ihr Gerät löst eine kleine Aufgabe, damit Programme nicht alles wegkaufen.",
    turnstile: "Bitte bestätigen Sie unten, dass Sie ein Mensch sind.",
    members:
      "Dieser Verkauf ist für Kundinnen und Kunden von {seller}. Melden Sie sich im Shop an und öffnen Sie den Verkauf von dort.",
    invites:
      "An diesem Verkauf können nur Eingeladene teilnehmen. Bitte geben Sie den Code aus Ihrer Einladung ein.",
  },
  doing: {
    work: "Ihr Gerät löst eine kleine Aufgabe, damit Programme nicht alles wegkaufen. Bitte lassen Sie diese Seite geöffnet.",
    check: "Einen Moment, wir prüfen …",
  },
  invalid: {
    work: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    turnstile: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    members:
      "Dieser Link gilt für diesen Verkauf nicht. Bitte öffnen Sie ihn noch einmal aus Ihrem Kundenkonto.",
    invites: "Dieser Code gilt nicht. Bitte prüfen Sie jeden Buchstaben und jede Ziffer.",
  },
  expiredLink:
    "Dieser Link ist abgelaufen. Bitte öffnen Sie den Verkauf noch einmal aus Ihrem Kundenkonto.",
  steps: {
    in: "Erledigt. Mit diesem Browser können Sie am Verkauf teilnehmen.",
    early: "Vor dem Verkauf fehlt noch ein kleiner Schritt. Er beginnt hier von selbst: {time}.",
    over: "Für die Teilnahme an diesem Verkauf ist es zu spät.",
    unsupported:
      "Dieser Browser kann diesen Schritt nicht ausführen. Bitte aktualisieren Sie ihn oder nehmen Sie einen anderen.",
    expired: "Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.",
    crowded:
      "Aus Ihrem Netz kommen gerade sehr viele Besucher. Diese Seite versucht es in einer Minute von selbst noch einmal.",
    unavailable:
      "Die Prüfung ist gerade nicht erreichbar. Diese Seite versucht es von selbst noch einmal.",
    network: "Die Verbindung ist abgerissen. Diese Seite versucht es von selbst noch einmal.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
  },
};
