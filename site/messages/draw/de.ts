export const draw = {
  live: {
    upcoming:
      "Wer diese Seite vor dem Verkaufsstart öffnet, nimmt an der Verlosung teil. Schnell zu sein bringt keinen Vorteil.",
    soon: "In wenigen Sekunden wird verlost. Sie müssen nicht schnell sein.",
    starting: "Es ist so weit. Ihre Nummer erscheint hier jeden Moment.",
    open: "Ihre Nummer wurde aufgerufen: Sie können kaufen, solange es noch Stücke gibt. Ein Stück pro {each}.",
    waiting: "Sie sind noch nicht dran",
    stay: "Die Nummern werden aufgerufen, die niedrigsten zuerst. Sie können die Seite schließen und wiederkommen: Sie behalten Ihre Nummer, und wer einmal aufgerufen ist, bleibt es.",
  },
  title: "Die Verlosung",
  fixed: "Die Verlosung steht fest. Ihr Fingerabdruck:",
  why: "Alle Nummern folgen aus einer geheimen Startzahl, die schon festgelegt ist. Der Fingerabdruck gehört zu dieser Startzahl und zu keiner anderen. Zum Verkaufsstart wird sie offengelegt, und alle können prüfen, dass niemand sie geändert hat, als feststand, wer teilnimmt.",
  in: "Sie nehmen an der Verlosung teil. Sie können diese Seite schließen und mit demselben Browser wiederkommen.",
  noCookies:
    "Dieser Browser speichert keine Cookies und kann deshalb keine Nummer behalten. Um teilzunehmen, erlauben Sie bitte vor dem Verkaufsstart Cookies.",
  number: "Ihre Nummer",
  called: "Aufgerufen bis",
  everybody: "alle",
  share:
    "Etwa {percent} aller, die vor dem Start hier waren, haben eine niedrigere Nummer. Bis Sie dran sind, kann alles verkauft sein.",
  late: "Sie sind nach dem Start gekommen und deshalb nach allen an der Reihe, die vorher da waren. Bis Sie dran sind, kann alles verkauft sein.",
  ahead: {
    one: "Etwa {count} Person ist vor Ihnen dran.",
    other: "Etwa {count} Personen sind vor Ihnen dran.",
  },
  beginning: "Gleich werden die ersten Nummern aufgerufen.",
  unclear: "Wie lange es dauert, lässt sich noch nicht sagen.",
  standing:
    "Im Moment geht es nicht weiter, weil alle Plätze belegt sind. Sobald einer frei wird, geht es weiter.",
  shortly: "Wenn es so weitergeht, sind Sie in weniger als einer Minute dran.",
  time: "Wenn es so weitergeht, dauert es noch etwa {time}, bis Sie dran sind.",
  long: "Wenn es so weitergeht, dauert es noch mehr als zwei Stunden, bis Sie dran sind.",
  wasCalled: "Ihre Nummer wurde aufgerufen.",
  notCalled: "Der Verkauf endete, bevor Ihre Nummer aufgerufen wurde.",
  ring: "Ton abspielen, wenn ich dran bin",
  turn: "Sie sind dran! {title}",
  check: {
    title: "Die Verlosung selbst nachprüfen",
    intro:
      "Fügen Sie diese Zeile in die Konsole Ihres Browsers ein (F12, dann „Konsole“). Sie berechnet den Fingerabdruck und Ihre Nummer aus der Startzahl, ganz ohne uns:",
    expect: "Das Ergebnis muss dieser Fingerabdruck und diese Nummer sein:",
    fits: "Dieser Browser hat es geprüft: Die Startzahl hat den Fingerabdruck, den er vor dem Start notiert hat.",
    differs:
      "Warnung: Die Startzahl hat nicht den Fingerabdruck, den dieser Browser vor dem Start notiert hat ({time}). Bitte halten Sie diese Seite im Bild fest und wenden Sie sich an den Verkäufer.",
    changed:
      "Warnung: Der Fingerabdruck ist nicht der, den dieser Browser vorher notiert hat ({time}). Bitte halten Sie diese Seite im Bild fest und wenden Sie sich an den Verkäufer.",
    late: "Sie sind nach dem Start gekommen. Ihre Nummer ist nicht ausgelost: Sie sagt nur, wie lange nach dem Start Sie gekommen sind.",
    copy: "Zeile kopieren",
    copied: "Kopiert",
  },
};
