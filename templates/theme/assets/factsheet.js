// Everything works without this file. It runs before the theme's own script.
(() => {
  // The theme asks each of these addresses for a sitemap it does not need, and on
  // a copy of the site that is another host. A space hides them from its selector
  // and means nothing to a search engine.
  for (const link of document.querySelectorAll("link[rel=alternate][hreflang]")) {
    link.setAttribute("rel", "alternate ")
  }

  // A language link keeps the place on the page (#fact-id) and the colors chosen.
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("a[data-other-language]")
  const keepPlace = () => { for (const link of links) link.hash = location.hash }
  const keepColors = event => {
    const there = new URL(event.currentTarget.dataset.scope, location.href).pathname
    try {
      const colors = localStorage.getItem(__md_scope.pathname + ".__palette")
      if (colors) localStorage.setItem(there + ".__palette", colors)
    } catch { /* storage refused: the other language follows the system */ }
  }
  for (const link of links) link.addEventListener("click", keepColors)
  window.addEventListener("hashchange", keepPlace)
  keepPlace()

  // Light or dark, as the reader chose or the system is. The theme's own script for this has the
  // browser work out the look of the whole page three times more while it loads.
  /** @type {HTMLInputElement[]} */
  const options = Array.from(document.querySelectorAll("[data-colors] input"))
  /** @type {HTMLElement[]} */
  const labels = Array.from(document.querySelectorAll("[data-colors] label"))
  const bar = document.createElement("meta")
  bar.name = "theme-color"
  document.head.append(bar)
  const body = document.body
  const colorBar = () => {
    const header = document.querySelector("header")
    if (header) bar.content = getComputedStyle(header).backgroundColor
  }
  const wear = index => {
    const color = {}
    for (const kind of ["media", "scheme", "primary", "accent"]) {
      const name = `data-md-color-${kind}`
      color[kind] = options[index].getAttribute(name)
      if (body.getAttribute(name) !== color[kind]) body.setAttribute(name, color[kind])
    }
    labels.forEach((label, at) => { label.hidden = at !== index })
    __md_set("__palette", { index, color })
  }
  options.forEach((option, at) => option.addEventListener("change", () => {
    body.setAttribute("data-md-color-switching", "")  // without transitions
    wear(at)
    colorBar()
    requestAnimationFrame(() => body.removeAttribute("data-md-color-switching"))
  }))
  document.querySelector("[data-colors]")?.addEventListener("keydown", event => {
    if (/** @type {KeyboardEvent} */ (event).key !== "Enter") return
    const next = options[(labels.findIndex(label => !label.hidden) + 1) % options.length]
    next.click()
    next.focus()
  })
  if (options.length) {
    const asSystem = options.findIndex(option => matchMedia(option.dataset.mdColorMedia ?? "").matches)
    wear(Math.max(0, Math.min(__md_get("__palette")?.index ?? asSystem, options.length - 1)))
    requestAnimationFrame(colorBar)
  }
})()
