// A fact can be taken along: each has one button, for a menu of what to copy.
(() => {
  const { words, word, site, load, element, say, copy, show, hide, shown, place, tray, supported } = factsheet
  if (!supported) return

  const address = id => new URL(`f/${id}/`, site).href
  const cited = (card, cards, style) => card.sources
    .map(key => cards.sources[key].references.find(each => each.style === style).text).join("\n")

  // What is wrong is written to the contact: in a letter begun, or in a text to send.
  const report = (id, card) => {
    const text = [words.report, `${card.section}, ${card.period}`, address(id), card.text, "", words.wrong, ""].join("\n")
    /** @type {HTMLAnchorElement | null} */
    const contact = document.querySelector("a[data-contact]")
    copy(text)
    if (contact?.protocol === "mailto:") {
      location.assign(`${contact.href}?subject=${encodeURIComponent(words.report)}&body=${encodeURIComponent(text)}`)
    }
  }

  const actions = (id, cards) => {
    const card = cards.facts[id]
    const own = cards.sources[card.sources[0]].references
    return [
      [words.copy_link, () => copy(address(id))],
      ...own.map(({ style, in: sheet }) => [word("copy_citation", style),
        () => copy(`${cited(card, cards, style)}\n${sheet} ${address(id)}`)]),
      [words.copy_sentence, () => {
        const style = own.find(each => each.own).style
        copy(`${card.text}\n${cited(card, cards, style)}\n${address(id)}`)
      }],
      [words.report, () => report(id, card)],
      [tray.has(id) ? words.remove : words.add, () => tray.toggle(id)],
    ]
  }

  const menu = (button, id) => {
    const box = element("div", { class: "box--menu", role: "menu", "aria-label": button.getAttribute("aria-label") })
    show(button, box)
    load("cards.json").then(cards => {
      for (const [text, act] of actions(id, cards)) {
        const item = element("button", { type: "button", role: "menuitem", tabindex: "-1" }, text)
        item.addEventListener("click", () => { hide({ focus: true }); act() })
        box.append(item)
      }
      place()
      if (shown(button)) box.firstElementChild.focus()
    }).catch(() => { hide({ focus: true }); say(words.not_loaded) })
    box.addEventListener("keydown", event => {
      const items = [...box.children]
      const now = items.indexOf(document.activeElement)
      const to = {
        ArrowDown: (now + 1) % items.length,
        ArrowUp: (now - 1 + items.length) % items.length,
        Home: 0,
        End: items.length - 1,
      }[event.key]
      if (to !== undefined) { event.preventDefault(); items[to].focus() }
      if (event.key === "Tab") hide({ focus: true })
    })
  }

  const offer = (id, at, about) => {
    const button = element("button", {
      type: "button", class: "take", "aria-haspopup": "menu", "aria-expanded": "false",
      "aria-label": word("take", about),
    })
    button.addEventListener("click", () => shown(button) ? hide() : menu(button, id))
    for (const event of ["pointerenter", "focus"]) button.addEventListener(event, () => { load("cards.json").catch(() => {}) })
    at.append(button)
  }

  /** @type {NodeListOf<HTMLElement>} */
  const facts = document.querySelectorAll("article .fact:not(.withdrawn)")
  for (const fact of facts) {
    offer(fact.id, fact, fact.dataset.label)
  }
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll("article td > .row")
  for (const row of rows) offer(row.id, row.closest("tr")?.lastElementChild, row.dataset.label)
  /** @type {NodeListOf<HTMLElement>} */
  const tiles = document.querySelectorAll("article .label[data-fact]")
  for (const tile of tiles) offer(tile.dataset.fact, tile.closest("li"), tile.dataset.label)
})()
