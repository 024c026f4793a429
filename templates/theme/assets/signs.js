// Signs, inferred dates and codes of articles open what they mean: the sign's own words, then what
// the fact's note says of it; for a code, the article.
(() => {
  const { words, here, element, load, place, explain, supported } = factsheet
  if (!supported) return  // they lead to the notes and to the articles, as without scripts

  const more = (box, href, text) => box.append(element("p", { class: "box__more" }, element("a", { href }, text)))

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const signs = document.querySelectorAll("article a.mark")
  for (const sign of signs) {
    const id = decodeURIComponent(sign.hash.slice("#fn:".length))
    const kind = sign.dataset.mark
    explain(sign, box => {
      box.classList.add("box--sign")
      const symbol = sign.matches("[aria-label]") ? `${sign.textContent} ` : ""
      box.append(element("p", { class: "box__own" }, symbol + sign.dataset.means))
      const note = document.getElementById(`fn:${id}`)
      for (const part of note?.querySelectorAll(`.tells-${kind}`) ?? []) {
        box.append(element("p", {}, ...[...part.childNodes].map(node => node.cloneNode(true))))
      }
      if (kind === "plan") more(box, new URL("plans/", here).href, words.later)
      if (note) more(box, sign.hash, words.full_note)
    })
  }

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const codes = document.querySelectorAll("article a.code")
  for (const code of codes) {
    const key = decodeURIComponent(code.hash.slice(1))
    explain(code, box => {
      box.classList.add("box--source")
      const all = element("p", { class: "box__more" }, element("a", { href: code.href }, words.article))
      box.append(all)
      load("cards.json").then(cards => {
        const own = cards.sources[key].references.find(each => each.own)
        all.before(element("p", {}, own.text))
        place()
      }).catch(() => all.before(element("p", {}, words.not_loaded)))
    })
  }
})()
