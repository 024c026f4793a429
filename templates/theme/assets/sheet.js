// What the scripts of a page share: its words, its data, boxes that open in place, copying.
// Everything works without them but copying and the tray.
window.factsheet = (() => {
  const read = id => JSON.parse(document.getElementById(id)?.textContent ?? "{}")
  const words = read("__reading")
  const here = new URL(read("__config").base + "/", location.href)  // this language's folder
  const site = new URL("../", here)                            // the whole sheet's

  const word = (key, value) => words[key].replace("{}", value)

  // A file of this language, asked for once; a failure may be tried again.
  const files = new Map()
  const load = name => {
    if (!files.has(name)) {
      const file = fetch(new URL(name, here)).then(answer => {
        if (!answer.ok) throw new Error(String(answer.status))
        return answer.json()
      })
      file.catch(() => files.delete(name))
      files.set(name, file)
    }
    return files.get(name)
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string>} [attributes]
   * @param {(Node | string)[]} content
   */
  const element = (tag, attributes = {}, ...content) => {
    const made = document.createElement(tag)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    made.append(...content)
    return made
  }

  // Said aloud by a screen reader, shown for a moment to everyone else.
  const status = element("div", { class: "said", role: "status" })
  document.body.append(status)
  let fade
  const say = text => {
    clearTimeout(fade)
    status.textContent = ""
    status.classList.add("said--shown")
    setTimeout(() => { status.textContent = text }, 50)  // else the same words twice are silent
    fade = setTimeout(() => status.classList.remove("said--shown"), 2500)
  }

  const copy = async (text, done = words.copied) => {
    try {
      await navigator.clipboard.writeText(text)
      say(done)
    } catch {
      say(oldCopy(text) ? done : words.not_copied)
    }
  }

  // Where nobody has settled the sheet's address, what a page shows to be copied holds its own.
  const UNKNOWN = "example.org"
  /** @type {HTMLLinkElement | null} */
  const canonical = document.querySelector("link[rel=canonical]")
  if (canonical && new URL(canonical.href).hostname === UNKNOWN) {
    const path = location.pathname.slice(site.pathname.length)
    const stated = canonical.href.slice(0, canonical.href.length - path.length)
    const own = site.href
    for (const block of document.querySelectorAll("article :is(pre, code)")) {
      const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const text = /** @type {Text} */ (texts.currentNode)
        if (text.data.includes(stated)) text.data = text.data.replaceAll(stated, own)
      }
    }
  }

  // Where the page has no secure address there is no navigator.clipboard.
  const oldCopy = text => {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)
    const area = element("textarea", { class: "said", "aria-hidden": "true" })
    area.value = text
    document.body.append(area)
    area.select()
    const done = document.execCommand("copy")
    area.remove()
    focused?.focus()
    return done
  }

  // One box at a time, in the page right after what opens it, so that Tab leads into it and on;
  // in the browser's top layer, so that nothing moves and nothing cuts it off.
  /** @type {{ anchor: HTMLElement, box: HTMLElement } | null} */
  let open = null
  let count = 0

  const show = (anchor, box, after = anchor) => {
    hide()
    box.id = `box-${++count}`
    box.classList.add("box")
    box.setAttribute("popover", "manual")
    after.after(box)
    box.showPopover()
    open = { anchor, box }
    anchor.setAttribute("aria-expanded", "true")
    place()
  }

  const place = () => {
    if (!open) return
    const { anchor, box } = open
    const at = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect()
    const wide = document.documentElement.clientWidth
    const left = Math.max(8, Math.min(at.left, wide - box.offsetWidth - 8))
    const below = innerHeight - at.bottom > box.offsetHeight + 12 || at.top < box.offsetHeight + 12
    const top = below ? at.bottom + 6 : at.top - box.offsetHeight - 6
    box.style.left = `${left + scrollX}px`
    box.style.top = `${top + scrollY}px`
  }

  const hide = ({ focus = false } = {}) => {
    if (!open) return
    const { anchor, box } = open
    open = null
    const inside = box.contains(document.activeElement)
    anchor.setAttribute("aria-expanded", "false")
    anchor.removeAttribute("aria-describedby")
    if (inside || focus) {
      anchor.focus({ preventScroll: true })
    }
    box.remove()
    anchor.dispatchEvent(new Event("box:hidden"))
  }

  const shown = anchor => open?.anchor === anchor
  const owns = target => open && target && (open.anchor.contains(target) || open.box.contains(target))

  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !open) return
    hide()
    event.stopPropagation()
  }, true)
  document.addEventListener("pointerdown", event => { if (!owns(event.target)) hide() })
  document.addEventListener("focusin", event => { if (!owns(event.target)) hide() })
  addEventListener("resize", place)
  addEventListener("beforeprint", () => hide())

  // A link that opens a box: at rest of the mouse, at a tap, at Enter; focus alone opens nothing.
  // A second tap or Enter closes it.
  const explain = (link, fill, after = link) => {
    let timer
    let pinned = false
    const later = (wait, what) => { clearTimeout(timer); timer = setTimeout(what, wait) }
    const begin = () => {
      if (shown(link)) return
      const box = element("div", { role: "note" })
      fill(box)
      show(link, box, after)
      link.setAttribute("aria-describedby", box.id)
      box.addEventListener("pointerenter", () => clearTimeout(timer))
      box.addEventListener("pointerleave", leave)
    }
    const leave = event => {
      if (event.pointerType !== "mouse") return
      later(250, () => {
        if (!pinned && shown(link) && !owns(document.activeElement)) hide()
      })
    }
    link.setAttribute("aria-expanded", "false")
    link.addEventListener("pointerenter", event => {
      if (event.pointerType === "mouse") later(120, begin)
    })
    link.addEventListener("pointerleave", leave)
    link.addEventListener("box:hidden", () => {
      pinned = false
      clearTimeout(timer)
    })
    link.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
      event.preventDefault()
      clearTimeout(timer)
      if (shown(link) && pinned) return hide()
      begin()
      pinned = true
    })
  }

  const supported = "popover" in HTMLElement.prototype
  return { words, word, here, site, load, element, say, copy, show, hide, shown, place, explain, supported }
})()
