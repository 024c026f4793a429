// In a preview alone. Problems are shown over the page, and an edit at once: where it changes words
// and figures, these take their places in the open page, so that folds, boxes and the place on it
// stay as they are. For whatever else is new, and once the edit is built, the page is loaded anew.
(() => {
  let seen = document.currentScript?.dataset.made ?? ""
  const box = document.createElement("pre")
  box.id = "preview-problems"
  box.hidden = true
  box.style.cssText = "position:fixed;z-index:99;inset:auto 0 0 0;max-height:45vh;overflow:auto;" +
    "margin:0;padding:1em;background:#7a1212;color:#fff;white-space:pre-wrap;" +
    "font:13px/1.5 monospace"
  document.body.append(box)

  // The text as it was sent, and where each node of it stands in the page: other scripts, which
  // come later, add to the page, and what they added is none of an edit's business.
  const article = document.querySelector("article")
  const sent = article?.cloneNode(true)
  /** @type {Map<Node, Node>} */
  const places = new Map()
  const pair = (node, place) => {
    places.set(node, place)
    node.childNodes.forEach((child, at) => pair(child, place.childNodes[at]))
  }
  if (sent) pair(sent, article)

  // Ids, links and data are what scripts have read and keep: they cannot be changed under their hands.
  const kept = name => name === "id" || name === "href" || name.startsWith("data-")

  /**
   * Collect what makes one text the other; tell whether words and attributes are all there is.
   * @param {Node} old
   * @param {Node} now
   * @param {(() => void)[]} changes
   * @returns {boolean}
   */
  const differ = (old, now, changes) => {
    if (old.isEqualNode(now)) return true
    if (old.nodeName !== now.nodeName || old.childNodes.length !== now.childNodes.length) return false
    const place = places.get(old)
    if (old instanceof CharacterData && place instanceof CharacterData) {
      const data = now.nodeValue ?? ""
      changes.push(() => { old.data = place.data = data })
    }
    if (old instanceof Element && now instanceof Element && place instanceof Element) {
      for (const name of new Set([...old.getAttributeNames(), ...now.getAttributeNames()])) {
        const value = now.getAttribute(name)
        if (value === old.getAttribute(name)) continue
        if (kept(name)) return false
        for (const each of [old, place]) {
          changes.push(() => { if (value === null) each.removeAttribute(name); else each.setAttribute(name, value) })
        }
      }
    }
    return [...old.childNodes].every((child, at) => differ(child, now.childNodes[at], changes))
  }

  // The page is loaded anew where more than the text has changed since it was sent, and, where its
  // text was changed, once a build has made what its scripts ask for of the new text.
  const loads = version => version.split(".")[0]
  const show = async version => {
    if (version === seen) return
    if (!sent || loads(version) !== loads(seen)) return location.reload()
    const answer = await fetch(location.pathname)
    const now = new DOMParser().parseFromString(await answer.text(), "text/html")
    /** @type {HTMLElement | null} */
    const tag = now.querySelector("script[data-made]")
    const made = tag?.dataset.made ?? ""
    const text = now.querySelector("article")
    /** @type {(() => void)[]} */
    const changes = []
    if (!text || loads(made) !== loads(seen) || !differ(sent, text, changes)) return location.reload()
    for (const change of changes) change()
    seen = made
    isChanged = true
  }

  let isChanged = false, built
  let shown = Promise.resolve()
  const told = new EventSource(`/__preview__/events?${encodeURIComponent(location.pathname)}`)
  told.addEventListener("message", event => {
    const state = JSON.parse(event.data)
    if (isChanged && state.built !== built) location.reload()
    built = state.built
    shown = shown.then(() => show(state.version)).catch(() => location.reload())
    box.textContent = state.problems
    box.hidden = !state.problems
  })
})()
