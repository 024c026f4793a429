// What is folded opens for a link that leads into it, for a search hit, and on paper. Browsers open
// a fold for a link themselves; this also opens the one that hangs below a link's target.
(() => {
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!target) return
    /** @type {HTMLDetailsElement | null} */
    let fold = target.querySelector(":scope > details")
    if (fold) fold.open = true
    let moved = false
    for (fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
      if (fold.open) continue
      fold.open = true
      moved = true
    }
    if (moved) target.scrollIntoView()
  }
  addEventListener("hashchange", unfold)
  unfold()

  /** @type {HTMLDetailsElement[]} */
  let closed = []
  addEventListener("beforeprint", () => {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const found = document.querySelectorAll("article details:not([open])")
    closed = [...found]
    for (const details of closed) details.open = true
  })
  addEventListener("afterprint", () => { for (const details of closed) details.open = false })
})()
