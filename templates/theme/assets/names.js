// Names at hand: a name in a text shows its form in the other languages and what it means.
(() => {
  const { words, element, load, place, explain, supported } = factsheet

  const filter = document.querySelector("[data-filter]")
  if (filter) {
    const bare = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    /** @type {NodeListOf<HTMLElement>} */
    const entries = document.querySelectorAll("article .entry")
    const texts = [...entries].map(entry => bare(entry.querySelector("p")?.textContent ?? ""))
    const spelled = [...entries].map(entry =>
      (entry.dataset.readings ?? "").split(";").map(reading => reading.split(" ").map(one => one.split("/"))))
    /** @type {NodeListOf<HTMLElement>} */
    const letters = document.querySelectorAll("article :is(.initials, .initial)")
    const input = element("input", { type: "search", "aria-label": words.filter, placeholder: words.filter })
    const count = element("span", { role: "status" })
    input.addEventListener("input", () => {
      const asked = bare(input.value).split(/\s+/).filter(Boolean)
      entries.forEach((entry, at) => { entry.hidden = !asked.every(word => texts[at].includes(word) || spells(word, spelled[at])) })
      for (const letter of letters) letter.hidden = asked.length > 0
      count.textContent = asked.length ? String([...entries].filter(entry => !entry.hidden).length) : ""
    })
    filter.append(input, count)
  }

  // Syllables typed in letters, from any of them on: “wusu” for tai yuan wu su.
  const spells = (typed, readings) =>
    readings.some(syllables => syllables.some((_, at) => goesOn(typed, syllables, at)))
  const goesOn = (typed, syllables, at) => !typed || at < syllables.length && syllables[at].some(
    one => one && (one.startsWith(typed) || typed.startsWith(one) && goesOn(typed.slice(one.length), syllables, at + 1)))

  if (!supported) return
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("article a.name")
  for (const link of links) {
    const key = decodeURIComponent(link.hash.slice("#name-".length))
    explain(link, box => {
      box.classList.add("box--name")
      const more = element("p", { class: "box__more" }, element("a", { href: link.href }, words.all_facts))
      box.append(more)
      load("names.json").then(names => {
        for (const part of said(names[key])) more.before(part)
        place()
      }).catch(() => more.before(element("p", {}, words.not_loaded)))
    })
  }

  const said = name => {
    const others = name.others.map(other => {
      const form = element("p", { class: "box__other", lang: other.lang }, other.full)
      if (other.short !== other.full) form.append(" ", element("span", { class: "box__short" }, other.short))
      return form
    })
    const own = name.short === name.full ? name.full : `${name.full} · ${name.short}`
    const parts = [...others, element("p", { class: "box__own" }, own)]
    if (name.gloss) parts.push(element("p", {}, name.gloss))
    parts.push(element("p", { class: "box__small" }, `${name.kind} · ${name.origin}`))
    return parts
  }
})()
