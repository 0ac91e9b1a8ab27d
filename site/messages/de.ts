import type { Messages } from "./index.ts";

/**
 * All copy in German. Lengths of time (`{hold}`, `{time}`) come in the accusative: "2 Tage", so no
 * "in" or "nach" before them. `units` has "Stück" twice: it has no plural after a number.
 */
export const de: Messages = {
  tag: "de",
  locale: "de-DE",
  dir: "ltr",
  units: { one: "{count} Stück", other: "{count} Stück" },

  site: {
    name: "Doorbuster",
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
      apart: "Ihre Zeit; Verkauf: {start}",
    },
    ends: "Ende",
    stock: "Im Angebot",
    quantity: "Pro Person",
    quantityOne: "1 Stück",
    shipping: "Lieferung",
    payment: "Zahlung",
    details: "Der Verkauf auf einen Blick",
    about: "Über das Produkt",
    how: "So läuft der Verkauf ab",
    steps: {
      wait: "Seien Sie zum Beginn hier. Der Knopf öffnet sich von selbst; Sie müssen die Seite nicht neu laden.",
      click:
        "Klicken Sie darauf. Ist ein Platz frei, gehört er Ihnen {hold} lang: genug für ein kurzes Formular.",
      race: "Senden Sie das Formular ab. Ein Platz reserviert noch kein Stück: Die ersten vollständigen Bestellungen bekommen eines.",
      reserve:
        "Senden Sie das Formular in dieser Zeit ab. So lange ist mit Ihrem Platz ein Stück für Sie zurückgelegt.",
    },
    fair: "Alle haben die gleichen Chancen: ein Platz und eine Bestellung pro Person, und niemand kommt früher hinein.",
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
      claiming: "Einen Augenblick …",
      wait: "Neuer Versuch in {seconds} s",
      paused: "Verkauf unterbrochen",
      sold_out: "Ausverkauft",
      closed: "Verkauf beendet",
      offline: "Verbindung wird gesucht …",
    },
    loading: "Wir fragen nach, wie der Verkauf steht …",
    upcoming: "Der Knopf öffnet sich von selbst. Bleiben Sie einfach hier.",
    soon: "Halten Sie sich bereit: Der Knopf öffnet sich in wenigen Sekunden von selbst.",
    left: "Noch {time} bis zum Beginn des Verkaufs.",
    starting: "Es ist so weit. Der Knopf öffnet sich jeden Moment.",
    open: "Der Verkauf ist offen. Ein Stück pro Person.",
    claiming: "Wir suchen einen freien Platz für Sie. Bitte laden Sie die Seite nicht neu.",
    full: "Im Moment sind alle Plätze besetzt. Sobald andere fertig sind oder aufgeben, werden Plätze frei; versuchen Sie es also gleich noch einmal.",
    again: "Sie können es jetzt noch einmal versuchen.",
    paused:
      "Der Verkauf ist kurz unterbrochen. Diese Seite macht von selbst weiter, sobald er wieder offen ist.",
    soldOut: "Alle Stücke sind verkauft. Danke, dass Sie da waren.",
    soldOutIn: {
      one: "Ausverkauft: {count} Stück. Das hat {time} gedauert. Danke, dass Sie da waren.",
      other: "Ausverkauft: alle {count} Stück. Das hat {time} gedauert. Danke, dass Sie da waren.",
    },
    closed: "Dieser Verkauf ist beendet. Danke, dass Sie da waren.",
    holder:
      "Sie haben in diesem Verkauf einen Platz oder eine Bestellung. Ihre Bestellseite zeigt, wie es damit steht.",
    slot: "Sie haben einen Platz in diesem Verkauf. Das Bestellformular wartet auf Sie, solange Ihre Zeit läuft.",
    ordered:
      "Sie haben bereits bestellt, unter der Nummer {number}. Ihre Bestätigung finden Sie hier jederzeit wieder.",
    orderLinks: {
      holder: "Zu meiner Bestellung",
      slot: "Weiter mit meiner Bestellung ({left})",
      ordered: "Meine Bestätigung ansehen",
    },
    lapsed:
      "Die Zeit für Ihr Bestellformular ist um, und es wurde nichts bestellt. Sie können es um einen anderen Platz versuchen.",
    offline:
      "Ihre Verbindung zum Shop ist weg. Wir versuchen es von selbst wieder; Sie müssen nicht neu laden.",
    network:
      "Ihr Klick hat den Shop nicht erreicht, obwohl wir es mehrmals versucht haben. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    stale: "Der Shop konnte diesen Klick nicht annehmen. Bitte versuchen Sie es noch einmal.",
    failed: "Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
  },

  ended: {
    title: "Zu diesem Verkauf",
    generic: {
      title: "Im Moment kein Platz",
      text: "Dieser Verkauf ist vorbei oder unterbrochen, oder alle Plätze sind gerade besetzt. Die Seite des Verkaufs sagt Ihnen, was zutrifft.",
    },
    sold_out: {
      title: "Ausverkauft",
      text: "Alle Stücke dieses Verkaufs sind vergeben. Es tut uns leid, dass es diesmal nicht geklappt hat.",
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
      text: "In einer Weile geht es weiter. Es geht nichts verloren: Die Seite des Verkaufs öffnet den Knopf wieder von selbst.",
    },
    back: "Zurück zum Verkauf",
    retry: "Noch einmal versuchen",
    others: "Alle Angebote ansehen",
  },

  form: {
    title: "Ihre Bestellung",
    eyebrow: "Sie haben einen Platz",
    intro:
      "Füllen Sie das Formular aus, solange Sie Ihren Platz haben. Er wird {hold} lang für Sie freigehalten.",
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
      note: "Nachricht an den Verkäufer",
    },
    hints: {
      name: "",
      email: "An diese Adresse schreibt Ihnen der Verkäufer zu Ihrer Bestellung.",
      phone: "",
      address: "Sie können sie weglassen; der Verkäufer fragt dann per E-Mail danach.",
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
        malformed: "Das sieht nicht wie eine E-Mail-Adresse aus, etwa name@example.com.",
      },
      phone: {
        required: "Bitte geben Sie Ihre Telefonnummer ein.",
        too_long: "Diese Nummer ist zu lang: höchstens 40 Zeichen.",
        malformed: "Das sieht nicht wie eine Telefonnummer aus.",
      },
      address: {
        required: "Bitte geben Sie Ihre Adresse ein.",
        too_long: "Diese Adresse ist zu lang: höchstens 500 Zeichen.",
        malformed: "Diese Adresse enthält Zeichen, die nicht verwendet werden können.",
      },
      note: {
        required: "Bitte geben Sie eine Nachricht ein.",
        too_long: "Diese Nachricht ist zu lang: höchstens 500 Zeichen.",
        malformed: "Diese Nachricht enthält Zeichen, die nicht verwendet werden können.",
      },
    },
    notices: {
      invalid: "Ihre Bestellung ist noch nicht aufgegeben. Bitte sehen Sie sich diese Felder an:",
      full: "Alle Stücke sind in diesem Moment in anderen Händen. Ihr Platz bleibt Ihnen: Bitte senden Sie das Formular in ein paar Sekunden noch einmal ab.",
      paused:
        "Der Verkauf ist kurz unterbrochen. Ihr Platz bleibt Ihnen, solange seine Zeit läuft: Bitte versuchen Sie es gleich noch einmal.",
      offline:
        "Ihre Verbindung ist weg; es wurde nichts gesendet. Was Sie eingegeben haben, bleibt stehen: Senden Sie das Formular noch einmal ab, sobald Sie wieder verbunden sind.",
    },
    legal:
      "Es gelten die {terms} des Verkäufers. Wie Ihre Daten verwendet werden, steht in der {privacy}.",
    // § 312j (3) BGB: these words and no others, or no contract comes about.
    submit: "zahlungspflichtig bestellen",
    sending: "Ihre Bestellung wird gesendet …",
    giveUp: "Meinen Platz aufgeben",
    giveUpHint: "Anders überlegt? Dann bekommt sofort jemand anderes den Platz.",
  },

  summary: {
    title: "Was Sie bestellen",
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
      mail: "Der Verkäufer bestätigt Ihre Bestellung per E-Mail.",
      payment: "Zahlung: {payment}",
      delivery: "Lieferung: {shipping}",
    },
    help: "Fragen zu dieser Bestellung? Schreiben Sie mit der Bestellnummer an {seller}.",
    seller: "den Verkäufer",
    keep: "Heben Sie diese Seite auf: als Lesezeichen oder ausgedruckt. Ihre Adresse ist nur für Sie; bitte geben Sie sie nicht weiter.",
    again: "Zurück zum Verkauf",
  },

  expired: {
    title: "Ihr Platz ist verfallen",
    text: "Die Zeit für das Bestellformular ist um, und Ihr Platz ist wieder für andere frei. Es wurde nichts bestellt. Wenn noch Stücke da sind, können Sie es um einen anderen Platz versuchen.",
    back: "Zurück zum Verkauf",
  },

  refusals: {
    unauthorized: {
      title: "Nicht für Besucher",
      text: "Diese Adresse ist für die gedacht, die den Verkauf betreiben, und verlangt deren Schlüssel.",
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
      title: "Hier ist nichts",
      text: "Diese Adresse führt nirgendwohin. Vielleicht ist der Verkauf, den Sie suchen, vorbei, oder der Link enthält einen Tippfehler.",
    },
    method_not_allowed: {
      title: "Das geht hier nicht",
      text: "Diese Adresse lässt sich so nicht verwenden. Bitte gehen Sie zurück zum Verkauf und beginnen Sie dort.",
    },
    too_large: {
      title: "Das war zu viel Text",
      text: "Was Sie gesendet haben, ist größer, als eine Bestellung sein kann. Bitte gehen Sie zurück und kürzen Sie es.",
    },
    unsupported_type: {
      title: "Das war nicht lesbar",
      text: "Was Sie gesendet haben, kam in einer Form, die der Shop nicht lesen kann. Bitte gehen Sie zurück und verwenden Sie das Bestellformular.",
    },
    too_many: {
      title: "Zu viele Versuche",
      text: "Aus Ihrem Netz kamen zu viele Versuche. Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal.",
    },
    invalid: {
      title: "Das war nicht lesbar",
      text: "Was Sie gesendet haben, war unvollständig. Bitte gehen Sie zurück und sehen Sie das Formular noch einmal durch.",
    },
    internal: {
      title: "Bei uns ist etwas schiefgegangen",
      text: "Was Ihnen bestätigt wurde, bleibt, wie es ist. Bitte gehen Sie zurück und versuchen Sie es gleich noch einmal.",
    },
    full: {
      title: "Im Moment ist zu viel los",
      text: "Wir erreichen Ihre Bestellung gerade nicht. Ihr Platz oder Ihre Bestellung bleibt, wie sie ist: Bitte laden Sie diese Seite in ein paar Sekunden neu.",
    },
    back: "Alle Angebote ansehen",
  },
};
