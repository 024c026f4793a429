// The search dialog. The index and the engine are loaded when a reader first opens it. Everything
// shown is set as text; the words of the interface stand in the dialog's data attributes.
const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-search]"))
const opener = /** @type {HTMLButtonElement} */ (document.querySelector("[data-search-open]"))
const closer = /** @type {HTMLButtonElement} */ (dialog.querySelector("[data-search-close]"))
const input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"))
const list = /** @type {HTMLElement} */ (dialog.querySelector("[role=listbox]"))
const status = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"))
const words = /** @type {Record<string, string>} */ (dialog.dataset)
const site = new URL("../", import.meta.url)
const PAUSE = 400           // ms before a count is announced, so that typing is not talked over

let engine, index, loading, options = [], selected = -1, announcing

opener.hidden = false
opener.addEventListener("click", open)
closer.addEventListener("click", () => dialog.close())
dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close() })
dialog.addEventListener("keydown", event => { if (event.key !== "Escape") event.stopPropagation() })
document.addEventListener("keydown", onShortcut)
input.addEventListener("input", event => { if (!event.isComposing) show() })
input.addEventListener("compositionend", show)
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
}

async function load() {
  try {
    const [code, answer] = await Promise.all([import("./search-engine.js"), fetch(new URL("search.json", site))])
    if (!answer.ok) throw new Error(String(answer.status))
    engine = code
    index = engine.load(await answer.json())
    show()
  } catch {
    status.textContent = words.failed
    loading = undefined
  }
}

function show() {
  if (!index) return
  const query = input.value.trim()
  const { complete, results, closest, missing, asked } = engine.find(index, query)
  list.replaceChildren()
  options = []
  const whole = results.slice(0, results.length - closest)
  if (whole.length) list.append(...whole.map(({ entry }) => option(entry, asked)))
  if (closest) addGroup(words.closest, results.slice(whole.length), asked)
  if (!results.length) {
    const topics = index.entries.filter(entry => entry.kind === "section" && entry.page === entry.anchor)
    addGroup(words.topics, topics.map(entry => ({ entry })), [])
  }
  list.scrollTop = 0
  select(results.length ? 0 : -1)
  dialog.classList.toggle("sheet-search--asked", query !== "")
  input.setAttribute("aria-expanded", "true")
  say(query && told(whole.length, complete, missing))
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

function addGroup(title, results, asked) {
  const group = element("div", "sheet-search__group")
  group.setAttribute("role", "group")
  const heading = element("div", "sheet-search__kind", title)
  heading.id = `sheet-search-kind-${list.children.length}`
  group.setAttribute("aria-labelledby", heading.id)
  group.append(heading, ...results.map(({ entry }) => option(entry, asked)))
  list.append(group)
}

function option(entry, asked) {
  const link = element("a", "sheet-search__option")
  link.href = new URL(entry.isFact ? `f/${entry.anchor}/` : `${entry.page ? `${entry.page}/` : ""}#${entry.anchor}`, site)
  link.id = `sheet-search-option-${options.length}`
  link.tabIndex = -1
  link.setAttribute("role", "option")
  link.setAttribute("aria-selected", "false")
  link.append(sort(entry))
  if (entry.title) link.append(marked("span", "sheet-search__title", entry.title, asked))
  if (entry.text) {
    const text = marked("span", "sheet-search__text", entry.text, asked)
    for (const [symbol, meaning] of (entry.marks ?? []).toReversed()) {
      const mark = element("span", "sheet-search__mark", symbol)
      mark.setAttribute("role", "img")
      mark.setAttribute("aria-label", meaning)
      mark.title = meaning
      text.prepend(mark, " ")
    }
    link.append(text)
  }
  const form = reason(entry, asked)
  if (form) link.append(marked("span", "sheet-search__also", form, asked))
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

/** Return the alias or the figure as printed that holds words which the text shown does not. */
function reason(entry, asked) {
  const shown = [entry.title, entry.text, entry.period, entry.place].filter(Boolean)
  const hidden = asked.filter(group => !shown.some(text => engine.holds(index, text, [group])))
  if (!hidden.length) return ""
  const ways = entry.also.filter(text => !shown.includes(text) && text.length < 80)
  return ways.find(text => hidden.every(group => engine.holds(index, text, [group]))) ??
    ways.find(text => engine.holds(index, text, hidden)) ?? ""
}

function marked(tag, name, text, asked) {
  const whole = element(tag, name)
  for (const [piece, hit] of engine.pick(index, text, asked)) {
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
  const [pattern, lang] = index.foreign
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
  } else if (event.key === "Enter" && selected >= 0) {
    event.preventDefault()
    go(options[selected])
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
