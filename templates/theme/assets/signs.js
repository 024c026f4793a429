// Signs, inferred dates and codes of articles open what they mean: the sign's own words, then what
// the fact's note says of it; for a date, how it is known; for a code, the article.
(() => {
  const { words, here, element, load, place, explain, supported } = factsheet
  if (!supported) return  // they lead to the notes and to the articles, as without scripts

  const more = (box, href, text) => {
    const part = element("p", { class: "box__more" }, element("a", { href }, text))
    box.append(part)
    return part
  }
  /** @param {HTMLAnchorElement} link */
  const key = link => decodeURIComponent(link.hash.slice(1)).replace(/^fn:/, "")

  // What a note of this page says of a sign.
  const tell = (box, note, kind) => {
    for (const part of note.querySelectorAll(`.tells-${kind}`)) {
      box.append(element("p", {}, ...[...part.childNodes].map(node => node.cloneNode(true))))
    }
    const on = more(box, `#${note.id}`, words.full_note)
    /** @type {HTMLAnchorElement[]} */
    const told = kind === "differs" ? [...box.querySelectorAll("a[href*='differences/#']")] : []
    if (told.length) tellLater(on, cards => told.map(link => cards.differences[key(link)]))
  }
  // What the language's file says, before the way on.
  const tellLater = (before, said) => load("cards.json").then(cards => {
    for (const text of said(cards)) if (text) before.before(element("p", {}, text))
    place()
  }).catch(() => before.before(element("p", {}, words.not_loaded)))

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const signs = document.querySelectorAll("article a.mark")
  for (const sign of signs) {
    const kind = sign.dataset.mark
    explain(sign, box => {
      box.classList.add("box--sign")
      const symbol = sign.matches("[aria-label]") ? `${sign.dataset.sign ?? sign.textContent} ` : ""
      box.append(element("p", { class: "box__own" }, symbol + sign.dataset.means))
      if (kind === "plan") more(box, new URL("plans/", here).href, words.later)
      const note = document.getElementById(`fn:${key(sign)}`)
      if (note) tell(box, note, kind)
      else if (sign.dataset.sign) more(box, sign.href, words.full_note)
    })
  }

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const dates = document.querySelectorAll("article a.inferred")
  for (const date of dates) {
    explain(date, box => {
      box.classList.add("box--sign")
      box.append(element("p", { class: "box__own" }, date.dataset.means))
      const note = document.getElementById(`fn:${key(date)}`)
      if (note) return tell(box, note, "inferred")
      const ofFact = date.hash.startsWith("#fn")
      const on = more(box, date.href, ofFact ? words.full_note : words.article)
      tellLater(on, cards => [cards[ofFact ? "facts" : "sources"][key(date)].known])
    })
  }

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const codes = document.querySelectorAll("article a.code")
  for (const code of codes) {
    explain(code, box => {
      box.classList.add("box--source")
      const on = more(box, code.href, words.article)
      tellLater(on, cards => {
        const source = cards.sources[key(code)]
        return [source.references.find(each => each.own).text, source.known]
      })
    })
  }
})()
