// The search dialog. The index and the engine are loaded when a reader first opens it, or is about to
// with a pointer, in a worker where the browser has one. Everything shown is set as text; the words of the interface stand in the
// dialog's data attributes.
const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-search]"))
const opener = /** @type {HTMLButtonElement} */ (document.querySelector("[data-search-open]"))
const closer = /** @type {HTMLButtonElement} */ (dialog.querySelector("[data-search-close]"))
const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"))
const list = /** @type {HTMLElement} */ (dialog.querySelector("[role=listbox]"))
const status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"))
const words = /** @type {Record<string, string>} */ (dialog.dataset)
const site = new URL("../", import.meta.url)
const PAUSE = 400           // ms before a count is announced, so that typing is not talked over
const PAGE = 100            // entries shown at first; more at the end of the list

/** @type {((query: string, most: number) => any) | undefined} */
let ask
let loading, options = [], selected = -1, announcing, foreign = ["", ""], asked = 0, most = PAGE, total = 0
let drawn = Promise.resolve()

opener.hidden = false
opener.addEventListener("click", open)
opener.addEventListener("pointerenter", () => { loading ??= load() })
closer.addEventListener("click", () => dialog.close())
dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close() })
dialog.addEventListener("keydown", event => { if (event.key !== "Escape") event.stopPropagation() })
document.addEventListener("keydown", onShortcut)
input.addEventListener("input", event => { if (!event.isComposing) show() })
input.addEventListener("compositionend", () => show())
list.addEventListener("scroll", () => {
  if (options.length < total && list.scrollTop + 2 * list.clientHeight > list.scrollHeight) show(most + PAGE)
})
input.addEventListener("keydown", onKey)
list.addEventListener("click", event => {
  /** @type {HTMLAnchorElement | null} */
  const chosen = /** @type {Element} */ (event.target).closest("[role=option]")
  if (chosen && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    go(chosen)
  }
})

function onShortcut(event) {
  const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey
  const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  if (!slash && !letter || document.querySelector("dialog[open]")) return
  event.preventDefault()
  open()
}

async function open() {
  dialog.showModal()
  input.focus()
  input.select()
  loading ??= load()
  await loading
  if (!options.length) show()
}

async function load() {
  try {
    ask = await inWorker().catch(inPage)
  } catch {
    status.textContent = words.failed
    loading = undefined
  }
}

/** Load the search in a worker; what it could not load the page tries itself. */
function inWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./search-worker.js", import.meta.url), { type: "module" })
    const waiting = new Map()
    let last = 0
    worker.addEventListener("error", reject)
    worker.addEventListener("message", ({ data }) => {
      if (data.failed) reject(new Error("no index"))
      else if (data.ready) resolve((query, count) => new Promise(done => {
        waiting.set(++last, done)
        worker.postMessage({ n: last, query, most: count }, [])
      }))
      else {
        waiting.get(data.n)(data.answer)
        waiting.delete(data.n)
      }
    })
    worker.postMessage({ address: address() }, [])
  })
}

async function inPage() {
  const [file, { answering }] = await Promise.all([fetch(address()), import("./search-answer.js")])
  if (!file.ok) throw new Error(String(file.status))
  return answering(await file.json())
}

function address() {
  return String(new URL("search.json", site))
}

function show(count = PAGE) {
  if (!ask) return
  const n = ++asked
  most = count
  drawn = Promise.resolve(ask(input.value.trim(), most)).then(answer => { if (n === asked) draw(answer, count > PAGE) })
}

/** Draw what was found; `goes` on with a list that is already there. */
function draw(answer, goes) {
  foreign = answer.foreign
  total = answer.total
  const at = goes ? selected : 0, top = goes ? list.scrollTop : 0
  list.replaceChildren()
  options = []
  if (answer.whole.length) list.append(...answer.whole.map(option))
  if (answer.closest.length) addGroup(words.closest, answer.closest)
  if (answer.topics.length) addGroup(words.topics, answer.topics)
  list.scrollTop = top
  select(total ? at : -1)
  const query = input.value.trim()
  dialog.classList.toggle("sheet-search--asked", query !== "")
  input.setAttribute("aria-expanded", "true")
  say(query && told(answer.count, answer.complete, answer.missing))
}

/** Say how many entries hold what is asked, or which of its words no entry holds. */
function told(count, complete, missing) {
  if (missing.length) return words.missing.replace("{words}", () => listed(missing))
  if (!complete) return words.partly
  return (count === 1 ? words.one : words.other).replace("{n}", String(count))
}

function listed(missing) {
  const quoted = missing.map(word => words.quoted.replace("{word}", () => word))
  return new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" }).format(quoted)
}

function say(text) {
  clearTimeout(announcing)
  announcing = setTimeout(() => { status.textContent = text }, status.textContent ? PAUSE : 0)
}

function addGroup(title, entries) {
  const group = element("div", "sheet-search__group")
  group.setAttribute("role", "group")
  const heading = element("div", "sheet-search__kind", title)
  heading.id = `sheet-search-kind-${list.children.length}`
  group.setAttribute("aria-labelledby", heading.id)
  group.append(heading, ...entries.map(option))
  list.append(group)
}

function option(entry) {
  const link = element("a", "sheet-search__option")
  link.href = new URL(entry.isFact ? `f/${entry.anchor}/` : `${entry.page ? `${entry.page}/` : ""}#${entry.anchor}`, site)
  link.id = `sheet-search-option-${options.length}`
  link.tabIndex = -1
  link.setAttribute("role", "option")
  link.setAttribute("aria-selected", "false")
  link.append(sort(entry))
  if (entry.title.length) link.append(marked("sheet-search__title", entry.title))
  if (entry.text.length) {
    const text = marked("sheet-search__text", entry.text)
    for (const [symbol, meaning] of entry.marks.toReversed()) {
      const mark = element("span", "sheet-search__mark", symbol)
      mark.setAttribute("role", "img")
      mark.setAttribute("aria-label", meaning)
      mark.title = meaning
      text.prepend(mark, " ")
    }
    link.append(text)
  }
  if (entry.also.length) link.append(marked("sheet-search__also", entry.also))
  options.push(link)
  return link
}

/** Say what an entry is, of when, and where it stands. */
function sort(entry) {
  const key = entry.kind.replace(/(?:^|-)(\w)/gu, (_, letter) => letter.toUpperCase())
  const line = element("span", "sheet-search__where")
  line.append(element("span", "sheet-search__sort", words[`kind${key}`]))
  for (const part of [entry.period, entry.place].filter(Boolean)) line.append(" · ", part)
  return line
}

function marked(name, pieces) {
  const whole = element("span", name)
  for (const [piece, hit] of pieces) {
    const made = spoken(piece)
    if (hit) {
      const mark = element("mark")
      mark.append(...made)
      whole.append(mark)
    } else whole.append(...made)
  }
  return whole
}

/** Return a piece of text with what it quotes in the articles' language marked as such. */
function spoken(text) {
  const [pattern, lang] = foreign
  if (!pattern) return [text]
  const parts = []
  let end = 0
  for (const match of text.matchAll(new RegExp(pattern, "gu"))) {
    const quoted = element("span", "", match[0])
    quoted.lang = lang
    parts.push(text.slice(end, match.index), quoted)
    end = match.index + match[0].length
  }
  return [...parts, text.slice(end)]
}

function element(tag, name, text = "") {
  const made = document.createElement(tag)
  if (name) made.className = name
  made.textContent = text
  return made
}

function onKey(event) {
  if (event.isComposing) return
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key]
  if (step && options.length) {
    event.preventDefault()
    const next = Math.abs(step) > 1 ? Math.min(Math.max(selected + step, 0), options.length - 1)
      : (selected + step + options.length) % options.length
    select(selected < 0 && step < 0 ? options.length - 1 : next)
    options[selected].scrollIntoView({ block: "nearest" })
  } else if (event.key === "Enter") {
    event.preventDefault()
    drawn.then(() => { if (selected >= 0) go(options[selected]) })   // of what is typed by now
  }
}

function select(n) {
  options[selected]?.setAttribute("aria-selected", "false")
  selected = n
  options[selected]?.setAttribute("aria-selected", "true")
  if (n < 0) input.removeAttribute("aria-activedescendant")
  else input.setAttribute("aria-activedescendant", options[n].id)
}

/** Follow a result; on this page already, the place is shown again. */
function go(chosen) {
  dialog.close()
  if (chosen.href === location.href) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView()
  else location.assign(chosen.href)
}
