import { consoleTexts } from "./console/de.ts";
import { door } from "./door/de.ts";
import { draw } from "./draw/de.ts";
import type { Messages } from "./index.ts";

/**
 * All copy in German. Intl writes durations (`{hold}`, `{time}`) as "2 Tage", so they cannot follow
 * "in" or "nach", which need the dative. `units` has "Stück" twice: it has no plural after a number.
 */
export const de: Messages = {
  tag: "de",
  locale: "de-DE",
  dir: "ltr",
  units: { one: "{count} Stück", other: "{count} Stück" },
  places: { one: "{count} Platz", other: "{count} Plätze" },

  site: {
    skip: "Zum Inhalt springen",
    home: "Alle Angebote",
    seller: "Verkäufer:",
    terms: "AGB",
    privacy: "Datenschutzerklärung",
    imprint: "Impressum",
    contact: "Kontakt",
    noscript: "Zum Kauf ist JavaScript nötig.",
  },

  list: {
    title: "Blitzangebote",
    intro: "Wenige Stücke, ein kleiner Preis, ein genauer Zeitpunkt. Das kommt als Nächstes.",
    empty: "Im Moment gibt es kein Angebot. Bitte schauen Sie später wieder vorbei.",
    starts: "Beginn:",
    view: "Zum Angebot",
  },

  price: {
    now: "Preis",
    was: "Regulärer Preis",
    off: "−{percent}",
  },

  product: {
    description: "{title} für {price}. Der Verkauf beginnt: {start}.",
    calendar: "In den Kalender eintragen",
    starts: "Beginn",
    started: "Begonnen",
    zone: {
      own: "In der Zeitzone des Verkaufs",
      same: "In Ihrer Zeitzone",
      apart: "In Ihrer Zeitzone; Ortszeit des Verkaufs: {start}",
    },
    ends: "Ende",
    ended: "Beendet",
    stock: "Im Angebot",
    limit: "Höchstmenge",
    limitOne: "1 Stück pro {each}",
    limitContacts: "und eine Bestellung pro {contacts}",
    each: { browser: "Browser", member: "Kundenkonto", invite: "Einladungscode" },
    contacts: { email: "E-Mail-Adresse", phone: "Telefonnummer", address: "Lieferadresse" },
    shipping: "Lieferung",
    payment: "Zahlung",
    details: "Der Verkauf auf einen Blick",
    about: "Über das Produkt",
    how: "So läuft der Verkauf ab",
    steps: {
      wait: "Seien Sie zum Verkaufsstart auf dieser Seite. Der Button wird automatisch freigeschaltet; Sie müssen nicht neu laden.",
      click:
        "Klicken Sie darauf. Ist ein Platz frei, gehört er Ihnen {hold} lang: Zeit genug für ein kurzes Formular.",
      race: "Senden Sie das Formular ab. Ein Platz reserviert noch kein Stück: Die ersten vollständigen Bestellungen bekommen eines.",
      reserve:
        "Senden Sie das Formular in dieser Zeit ab. So lange ist ein Stück für Sie reserviert.",
      draw: {
        wait: "Öffnen Sie diese Seite vor dem Start, wann Sie möchten: Wer bis dahin hier ist, nimmt an der Verlosung teil.",
        call: "Zum Start bekommen Sie eine Nummer, die das Los bestimmt. Die Nummern werden aufgerufen, die niedrigsten zuerst. Sie können gehen und wiederkommen. Ist Ihre aufgerufen, wird der Button freigeschaltet.",
      },
    },
    fair: "Für alle gelten dieselben Regeln: ein Platz und eine Bestellung pro {each}, und niemand kommt früher hinein.",
    noscript: "In diesem Browser ist es ausgeschaltet. Der Verkauf beginnt: {start}.",
  },

  countdown: {
    label: "Zeit bis zum Beginn des Verkaufs",
    days: "Tage",
    hours: "Stunden",
    minutes: "Minuten",
    seconds: "Sekunden",
  },

  live: {
    buttons: {
      loading: "Einen Moment …",
      upcoming: "Noch nicht geöffnet",
      soon: "Öffnet in {seconds} s",
      starting: "Wird geöffnet …",
      // Not "Jetzt kaufen": this click asks for a place, and only the order form's button buys.
      open: "Jetzt Platz sichern",
      claiming: "Bitte warten …",
      wait: "Neuer Versuch in {seconds} s",
      door: "Erst noch ein Schritt",
      crowded: "Einen Moment …",
      trying: "Neuer Versuch …",
      paused: "Verkauf unterbrochen",
      sold_out: "Ausverkauft",
      closed: "Verkauf beendet",
      offline: "Verbindung wird gesucht …",
    },
    loading: "Der Stand des Verkaufs wird abgerufen …",
    upcoming:
      "Bleiben Sie auf dieser Seite: Der Button wird zum Verkaufsstart automatisch freigeschaltet.",
    soon: "Gleich ist es so weit: Der Button wird in wenigen Sekunden freigeschaltet.",
    left: "Noch {time} bis zum Beginn des Verkaufs.",
    starting: "Es ist so weit. Der Button wird jeden Moment freigeschaltet.",
    open: "Der Verkauf ist offen. Ein Stück pro {each}.",
    door: "Der Verkauf ist offen, aber ein Schritt fehlt noch: gleich hier unten.",
    crowded:
      "Aus Ihrem Netz kommen gerade sehr viele Besucher. Diese Seite versucht es in einer Minute von selbst noch einmal.",
    claiming: "Wir suchen einen freien Platz für Sie. Bitte laden Sie die Seite nicht neu.",
    full: "Alle Plätze in Ihrer Gruppe sind gerade besetzt ({places}). Sobald andere fertig sind oder aufgeben, wird einer frei. Solange Sie diese Seite ansehen, versucht sie es von selbst weiter.",
    fullReserved:
      "Im Moment ist alles für andere reserviert. Wer nicht rechtzeitig bestellt, macht Ihnen Platz. Solange Sie diese Seite ansehen, versucht sie es von selbst weiter.",
    again: "Längere Zeit war kein Platz frei. Sie können es jetzt noch einmal versuchen.",
    paused:
      "Der Verkauf ist unterbrochen. Bleiben Sie auf dieser Seite: Sobald er weitergeht, aktualisiert sie sich von selbst.",
    soldOut: "Alle Stücke sind verkauft. Danke, dass Sie da waren.",
    soldOutIn: {
      one: "Ausverkauft: {count} Stück. Das hat {time} gedauert. Danke, dass Sie da waren.",
      other: "Ausverkauft: alle {count} Stück. Das hat {time} gedauert. Danke, dass Sie da waren.",
    },
    closed: "Dieser Verkauf ist beendet. Danke, dass Sie da waren.",
    holder:
      "Sie haben in diesem Verkauf einen Platz oder eine Bestellung. Näheres steht auf Ihrer Bestellseite.",
    slot: "Sie haben einen Platz in diesem Verkauf. Solange Ihre Zeit läuft, können Sie das Bestellformular ausfüllen.",
    ordered:
      "Sie haben bereits bestellt. Ihre Bestellnummer ist {number}; die Bestätigung finden Sie hier jederzeit wieder.",
    orderLinks: {
      holder: "Zu meiner Bestellung",
      slot: "Bestellung fortsetzen ({left})",
      ordered: "Meine Bestätigung ansehen",
    },
    lapsed:
      "Die Zeit für Ihr Bestellformular ist um; es wurde nichts bestellt. Sie können versuchen, einen neuen Platz zu bekommen.",
    offline:
      "Die Verbindung zum Shop ist unterbrochen. Wir versuchen es automatisch weiter; Sie müssen nicht neu laden.",
    network:
      "Ihr Klick hat den Shop nicht erreicht, obwohl wir es mehrmals versucht haben. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    stale: "Der Shop konnte diesen Klick nicht annehmen. Bitte versuchen Sie es noch einmal.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
  },

  door,
  draw,

  ended: {
    title: "Zu diesem Verkauf",
    generic: {
      title: "Stand des Verkaufs",
      text: "Ob Sie noch bestellen können, sehen Sie auf der Verkaufsseite.",
    },
    sold_out: {
      title: "Ausverkauft",
      text: "Alle Stücke dieses Verkaufs sind verkauft. Es tut uns leid, dass es diesmal nicht geklappt hat.",
    },
    full: {
      title: "Alle Plätze sind besetzt",
      text: "Gerade füllen andere das Bestellformular aus. Sobald sie fertig sind oder aufgeben, werden Plätze frei; ein neuer Versuch lohnt sich also.",
    },
    closed: {
      title: "Dieser Verkauf ist beendet",
      text: "Er ist vorbei, und es werden keine Bestellungen mehr angenommen. Vielen Dank für Ihr Interesse.",
    },
    paused: {
      title: "Der Verkauf ist unterbrochen",
      text: "Sobald er weitergeht, wird der Button auf der Verkaufsseite automatisch wieder freigeschaltet.",
    },
    back: "Zurück zum Verkauf",
    retry: "Noch einmal versuchen",
    others: "Alle Angebote ansehen",
  },

  form: {
    title: "Ihre Bestellung",
    eyebrow: "Sie haben einen Platz",
    intro:
      "Bitte füllen Sie das Formular rechtzeitig aus. Ihr Platz wird {hold} lang für Sie freigehalten.",
    timeLeft: "Ihr Platz gehört Ihnen noch",
    left: "Noch {time}, um das Formular abzusenden.",
    lapsed: "Ihre Zeit ist um, und Ihr Platz ist wieder für andere frei. Es wurde nichts bestellt.",
    lapsedLink: "Zurück zum Verkauf, für einen neuen Versuch",
    untilLabel: "Freigehalten bis",
    about: "Ihre Angaben",
    optional: "(freiwillig)",
    labels: {
      name: "Vor- und Nachname",
      email: "E-Mail-Adresse",
      phone: "Telefon",
      address: "Lieferadresse",
      street: "Straße und Hausnummer",
      postcode: "Postleitzahl",
      city: "Ort",
      country: "Land",
      note: "Nachricht an den Verkäufer",
    },
    hints: {
      name: "",
      email: "An diese Adresse schreibt Ihnen der Verkäufer zu Ihrer Bestellung.",
      phone: "",
      address: "Sie können sie weglassen; der Verkäufer fragt dann per E-Mail danach.",
      street: "",
      postcode: "",
      city: "",
      country: "",
      note: "",
    },
    problems: {
      name: {
        required: "Bitte geben Sie Ihren Namen ein.",
        too_long: "Dieser Name ist zu lang: höchstens 100 Zeichen.",
        malformed: "Dieser Name enthält Zeichen, die nicht verwendet werden können.",
      },
      email: {
        required: "Bitte geben Sie Ihre E-Mail-Adresse ein.",
        too_long: "Diese Adresse ist zu lang: höchstens 254 Zeichen.",
        malformed: "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.",
      },
      phone: {
        required: "Bitte geben Sie Ihre Telefonnummer ein.",
        too_long: "Diese Nummer ist zu lang: höchstens 40 Zeichen.",
        malformed: "Bitte geben Sie eine Telefonnummer ein, zum Beispiel +49 30 23125 123.",
      },
      address: {
        required: "Bitte geben Sie Ihre Adresse ein.",
        too_long: "Diese Adresse ist zu lang: höchstens 500 Zeichen.",
        malformed: "Diese Adresse enthält Zeichen, die nicht verwendet werden können.",
      },
      street: {
        required: "Bitte geben Sie Straße und Hausnummer ein.",
        too_long: "Das ist zu lang: höchstens 200 Zeichen.",
        malformed: "Hier stehen Zeichen, die nicht verwendet werden können.",
      },
      postcode: {
        required:
          "Bitte geben Sie Ihre Postleitzahl ein. Gibt es bei Ihnen keine, geben Sie einen Bindestrich (-) ein.",
        too_long: "Diese Postleitzahl ist zu lang: höchstens 20 Zeichen.",
        malformed: "Diese Postleitzahl enthält Zeichen, die nicht verwendet werden können.",
      },
      city: {
        required: "Bitte geben Sie Ihren Ort ein.",
        too_long: "Dieser Name ist zu lang: höchstens 100 Zeichen.",
        malformed: "Dieser Name enthält Zeichen, die nicht verwendet werden können.",
      },
      country: {
        required: "Bitte geben Sie Ihr Land ein.",
        too_long: "Dieser Name ist zu lang: höchstens 100 Zeichen.",
        malformed: "Dieser Name enthält Zeichen, die nicht verwendet werden können.",
      },
      note: {
        required: "Bitte geben Sie eine Nachricht ein.",
        too_long: "Diese Nachricht ist zu lang: höchstens 500 Zeichen.",
        malformed: "Diese Nachricht enthält Zeichen, die nicht verwendet werden können.",
      },
    },
    used: {
      email:
        "Mit dieser E-Mail-Adresse gibt es schon eine Bestellung. Bitte verwenden Sie eine andere.",
      phone:
        "Mit dieser Telefonnummer gibt es schon eine Bestellung. Bitte verwenden Sie eine andere.",
      address: "Für diese Adresse gibt es schon eine Bestellung; möglich ist nur eine pro Adresse.",
      street: "Für diese Adresse gibt es schon eine Bestellung; möglich ist nur eine pro Adresse.",
    },
    notices: {
      contact_used:
        "Mit diesen Angaben wurde schon bestellt. Ihr Platz bleibt Ihnen: Bitte ändern Sie die markierte Angabe und senden Sie das Formular noch einmal ab.",
      invalid: "Ihre Bestellung ist noch nicht aufgegeben. Bitte prüfen Sie diese Felder:",
      full: "Im Moment ist kein Stück verfügbar, es kann aber noch eines frei werden. Ihr Platz bleibt Ihnen: Bitte senden Sie das Formular in ein paar Sekunden noch einmal ab.",
      paused:
        "Der Verkauf ist unterbrochen. Ihr Platz bleibt Ihnen, solange seine Zeit läuft: Bitte versuchen Sie es gleich noch einmal.",
      offline:
        "Sie sind offline; es wurde nichts gesendet. Ihre Eingaben bleiben stehen: Bitte senden Sie das Formular noch einmal ab, sobald Sie wieder online sind.",
    },
    legal:
      "Es gelten die {terms} des Verkäufers. Wie Ihre Daten verwendet werden, steht in der {privacy}.",
    // § 312j (3) BGB: with any other words there is no contract.
    total: "Gesamtbetrag",
    submit: "zahlungspflichtig bestellen",
    submitTotal: "Für {total} kostenpflichtig bestellen",
    sending: "Ihre Bestellung wird gesendet …",
    giveUp: "Meinen Platz aufgeben",
    giveUpHint:
      "Ihr Platz wird sofort für andere frei, und vielleicht bekommen Sie keinen neuen mehr.",
    giveUpSure: "Ja, Platz aufgeben",
  },

  summary: {
    title: "Bestellübersicht",
    quantity: "Menge: 1 Stück",
    shipping: "Lieferung",
    payment: "Zahlung",
    price: "Preis",
  },

  receipt: {
    title: "Vielen Dank für Ihre Bestellung",
    eyebrow: "Bestellung aufgegeben",
    intro:
      "Ein Stück gehört Ihnen. Ihre Bestellung geht an den Verkäufer, der sich um alles Weitere kümmert.",
    number: "Bestellnr.",
    placed: "Bestellt am",
    next: "Wie es weitergeht",
    steps: {
      mail: "Sie erhalten eine Bestätigung per E-Mail.",
      contact: "Der Verkäufer hat Ihre Bestellung und meldet sich, falls noch etwas fehlt.",
      payment: "Zahlung: {payment}",
      delivery: "Lieferung: {shipping}",
    },
    help: "Fragen zu dieser Bestellung? Wenden Sie sich mit Ihrer Bestellnummer an {seller}.",
    seller: "den Verkäufer",
    keep: "Bewahren Sie diese Seite auf, als Lesezeichen oder ausgedruckt. Der Link ist nur für Sie bestimmt; bitte geben Sie ihn nicht weiter.",
    again: "Zurück zum Verkauf",
    print: "Drucken",
    save: "Als Datei speichern",
    cancelled: {
      eyebrow: "Bestellung storniert",
      title: "Ihre Bestellung wurde storniert",
      unpaid:
        "Sie wurde nicht rechtzeitig bezahlt; das Stück ist wieder im Verkauf. Es wird nichts geliefert.",
      cancelled:
        "Der Verkäufer hat sie storniert; es wird nichts geliefert. Falls Sie schon bezahlt haben, wenden Sie sich wegen der Rückzahlung bitte an den Verkäufer.",
      again: "Solange noch Stücke da sind, können Sie erneut bestellen.",
    },
    pay: {
      title: "Zahlung",
      paid: "Bezahlt. Vielen Dank!",
      by: "Bitte bezahlen Sie bis",
      left: "Verbleibende Zeit zum Bezahlen",
      lapses: "Wird eine Bestellung nicht rechtzeitig bezahlt, wird sie storniert.",
      button: "Jetzt bezahlen",
    },
  },

  mail: {
    hello: "Guten Tag {name},",
    placed: {
      subject: "Ihre Bestellung: {title}",
      intro: "vielen Dank für Ihre Bestellung. Ein Stück gehört Ihnen.",
    },
    cancelled: {
      subject: "Ihre Bestellung wurde storniert: {title}",
      intro: "Ihre Bestellung wurde storniert.",
    },
  },

  expired: {
    title: "Ihr Platz ist abgelaufen",
    text: "Die Zeit für das Bestellformular ist um, und Ihr Platz ist wieder für andere frei. Es wurde nichts bestellt. Wenn noch Stücke da sind, können Sie versuchen, einen neuen Platz zu bekommen.",
    back: "Zurück zum Verkauf",
  },

  refusals: {
    unauthorized: {
      title: "Diese Seite ist nicht öffentlich",
      text: "Sie ist für die Betreiber des Verkaufs bestimmt und verlangt deren Schlüssel.",
    },
    bad_token: {
      title: "Dieser Link funktioniert nicht",
      text: "Er ist unvollständig, zu alt oder gehört jemand anderem. Bitte gehen Sie zurück zum Verkauf und beginnen Sie dort, im selben Browser.",
    },
    cross_site: {
      title: "Das kam von einer anderen Website",
      text: "Eine andere Website hat Sie hierher geschickt, um etwas in Ihrem Namen zu tun; darum ist nichts geschehen. Bitte gehen Sie zum Angebot und beginnen Sie dort.",
    },
    not_found: {
      title: "Seite nicht gefunden",
      text: "Unter dieser Adresse gibt es keine Seite. Vielleicht ist der Verkauf vorbei, oder der Link enthält einen Tippfehler.",
    },
    method_not_allowed: {
      title: "Das geht hier nicht",
      text: "Diese Adresse lässt sich so nicht verwenden. Bitte gehen Sie zurück zum Verkauf und beginnen Sie dort.",
    },
    too_large: {
      title: "Das ist zu viel Text",
      text: "Ihre Eingabe ist länger, als eine Bestellung sein darf. Bitte gehen Sie zurück und kürzen Sie sie.",
    },
    unsupported_type: {
      title: "Das war nicht lesbar",
      text: "Der Shop kann das Gesendete nicht lesen. Bitte gehen Sie zurück und verwenden Sie das Bestellformular.",
    },
    too_many: {
      title: "Zu viele Versuche",
      text: "Aus Ihrem Netz kamen zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.",
    },
    invalid: {
      title: "Das war nicht lesbar",
      text: "Ihre Eingabe war unvollständig. Bitte gehen Sie zurück und prüfen Sie das Formular.",
    },
    internal: {
      title: "Bei uns ist etwas schiefgegangen",
      text: "Was Ihnen bereits bestätigt wurde, gilt weiterhin. Bitte gehen Sie zurück und versuchen Sie es gleich noch einmal.",
    },
    full: {
      title: "Gerade ist sehr viel los",
      text: "Wir können Ihre Bestellung gerade nicht abrufen. An Ihrem Platz oder Ihrer Bestellung hat sich nichts geändert: Bitte laden Sie diese Seite in ein paar Sekunden neu.",
    },
    back: "Alle Angebote ansehen",
  },

  console: consoleTexts,
};
