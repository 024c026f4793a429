// A fact can be taken along: each has one button, for a menu of what to copy.
(() => {
  const { words, word, here, site, load, element, say, copy, show, hide, shown, place, tray, supported } = factsheet
  if (!supported) return

  const address = id => new URL(`f/${id}/`, site).href
  const cited = (card, cards, style) => card.sources
    .map(key => cards.sources[key].references.find(each => each.style === style).text).join("\n")

  // What is wrong is written to the contact, who is given the text in a letter or form begun. The
  // text that was copied is shown, and where no address is set, this is said.
  const report = (button, id, card, contact) => {
    const text = [words.report, `${card.section}, ${card.period}`, address(id), card.text, "", words.wrong, ""].join("\n")
    const box = element("div", { class: "box--report", role: "dialog", "aria-label": words.report })
    const area = element("textarea", { readonly: "", rows: "7", "aria-label": words.report_text })
    area.value = text
    const to = contact && filled(contact, text)
    box.append(
      element("p", { class: "box__own" }, words.report_text), area,
      element("p", {}, contact ? words.report_to : words.report_nowhere),
      ...to ? [element("p", { class: "box__more" }, element("a", { href: to }, contact.replace(/^mailto:/, "")))] : [],
      element("p", { class: "box__more" }, element("a", { href: new URL("about/#errors", here).href }, words.report_more)))
    copy(text, contact ? words.copied : `${words.copied} · ${words.report_nowhere}`)
    show(button, box)
    area.focus({ preventScroll: true })
    if (to?.startsWith("mailto:")) location.assign(to)
    else if (to) window.open(to, "_blank", "noopener")
  }

  // A letter begun; a form of the web begun as trackers of issues read it.
  const filled = (contact, text) => {
    const [title, body] = [words.report, text].map(encodeURIComponent)
    if (contact.startsWith("mailto:")) return `${contact}?subject=${title}&body=${body}`
    const [page, part] = contact.split("#")
    return `${page}${page.includes("?") ? "&" : "?"}title=${title}&body=${body}${part ? `#${part}` : ""}`
  }

  const actions = (button, id, cards) => {
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
      [cards.contact ? words.report : words.report_copy, () => report(button, id, card, cards.contact)],
      [tray.has(id) ? words.remove : words.add, () => tray.toggle(id)],
    ]
  }

  const menu = (button, id) => {
    const box = element("div", { class: "box--menu", role: "menu", "aria-label": button.getAttribute("aria-label") })
    show(button, box)
    load("cards.json").then(cards => {
      for (const [text, act] of actions(button, id, cards)) {
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
