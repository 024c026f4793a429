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
})()
