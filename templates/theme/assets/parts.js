// The head of a parted topic: what once led to a fact or a note on it leads to the fact's own page.
// Without scripts the head lists the parts, and a fact's lasting address leads right all the same.
(() => {
  const { load, here } = window.factsheet
  const lead = async () => {
    const anchor = decodeURIComponent(location.hash.slice(1))
    if (!anchor || document.getElementById(anchor)) return
    const [, note = "", id] = /^(fnref:|fn:)?(.*)$/u.exec(anchor) ?? []
    const cards = await load("cards.json")
    const page = cards.facts[cards.was[id] ?? id]?.page
    if (page) location.replace(new URL(note ? page.replace("#", `#${note}`) : page, here))
  }
  addEventListener("hashchange", lead)
  lead().catch(() => {})   // nothing can be loaded: the reader stays at the head
})()
