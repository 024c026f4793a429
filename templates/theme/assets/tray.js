// The tray: facts collected on any page of either language, kept in this browser only.
(() => {
  const { words, word, here, site, load, element, say, copy } = factsheet
  const KEY = `factsheet.tray:${site.pathname}`

  // Other tabs change the list too: it is read each time. Without storage it lasts for the page.
  let held = []
  const list = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]")
      return Array.isArray(kept) ? kept.filter(id => typeof id === "string") : []
    } catch { return held }
  }
  const keep = ids => {
    held = ids
    try { localStorage.setItem(KEY, JSON.stringify(ids)) } catch { /* storage refused */ }
    return update()
  }

  const count = element("span", { class: "tray__count" })
  const button = element("button", { type: "button", class: "tray__button", "aria-expanded": "false", "aria-controls": "tray" },
    `${words.tray} `, count)
  const title = element("h2", { class: "tray__title", tabindex: "-1", id: "tray-title" }, words.tray)
  const close = element("button", { type: "button", class: "tray__close", "aria-label": words.close })
  const facts = element("ol", { class: "tray__facts" })
  const copyAll = element("button", { type: "button", class: "tray__copy" }, words.copy_all)
  const clear = element("button", { type: "button" }, words.clear)
  const panel = element("section", { id: "tray", class: "tray", "aria-labelledby": "tray-title" },
    element("div", { class: "tray__head" }, title, close), facts,
    element("div", { class: "tray__actions" }, copyAll, clear))
  panel.hidden = true
  document.body.append(button, panel)

  const update = () => {
    const ids = list()
    count.textContent = String(ids.length)
    button.hidden = !ids.length && panel.hidden
    copyAll.disabled = clear.disabled = !ids.length
    return panel.hidden ? null : fill(ids)
  }

  // A fact collected under an earlier id is the same fact.
  const current = (ids, cards) => [...new Set(ids.map(id => cards.was[id] ?? id))]

  const fill = async ids => {
    const cards = await load("cards.json").catch(() => null)
    if (!cards) return facts.replaceChildren(element("li", { class: "tray__none" }, words.not_loaded))
    if (ids.some(id => cards.was[id])) return keep(current(ids, cards))
    const known = ids.filter(id => id in cards.facts)
    if (!known.length) return facts.replaceChildren(element("li", { class: "tray__none" }, words.empty))
    facts.replaceChildren(...known.map(id => {
      const card = cards.facts[id]
      const remove = element("button", { type: "button", class: "tray__remove", "aria-label": word("remove_one", card.text) })
      remove.addEventListener("click", () => take(id))
      const place = element("a", { href: new URL(`f/${id}/`, here).href }, `${card.section} · ${card.period}`)
      return element("li", {}, element("p", {}, card.text), element("p", { class: "tray__place" }, place), remove)
    }))
  }

  // Removed in the panel: the focus goes on to the next fact.
  const take = async id => {
    const index = [...facts.children].findIndex(item => item.contains(document.activeElement))
    const ids = list().filter(other => other !== id)
    say(ids.length ? word("removed", ids.length) : words.empty)
    await keep(ids)
    const next = facts.querySelectorAll(".tray__remove")
    ;(next[Math.min(index, next.length - 1)] ?? title).focus()
  }

  const open = async () => {
    panel.hidden = false
    button.setAttribute("aria-expanded", "true")
    title.focus()
    await update()
  }
  const shut = () => {
    if (panel.hidden) return
    panel.hidden = true
    button.setAttribute("aria-expanded", "false")
    update()
    const back = button.hidden ? document.querySelector("article h1") : button
    if (back !== button) back?.setAttribute("tabindex", "-1")
    back?.focus({ preventScroll: true })
  }

  // Each fact with the numbers of its articles, then every article once.
  const text = (ids, cards) => {
    const numbers = new Map()
    const lines = current(ids, cards).filter(id => id in cards.facts).map((id, index) => {
      const card = cards.facts[id]
      const marks = card.sources.map(key => {
        if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
        return `[${numbers.get(key)}]`
      })
      return `${index + 1}. ${card.text} ${marks.join("")}\n   ${new URL(`f/${id}/`, site).href}`
    })
    const notes = [...numbers].map(([key, number]) =>
      `[${number}] ${cards.sources[key].references.find(each => each.own).text}`)
    return `${lines.join("\n")}\n\n${notes.join("\n")}\n`
  }

  button.addEventListener("click", () => panel.hidden ? open() : shut())
  close.addEventListener("click", shut)
  clear.addEventListener("click", () => { keep([]); say(words.empty); title.focus() })
  copyAll.addEventListener("click", () => load("cards.json")
    .then(cards => copy(text(list(), cards)), () => say(words.not_loaded)))
  panel.addEventListener("keydown", event => { if (event.key === "Escape") shut() })
  addEventListener("storage", event => { if (event.key === KEY || event.key === null) update() })

  factsheet.tray = {
    has: id => list().includes(id),
    toggle: id => {
      const ids = list()
      const had = ids.includes(id)
      keep(had ? ids.filter(other => other !== id) : [...ids, id])
      say(word(had ? "removed" : "added", list().length))
    },
  }
  update()
})()
