// Notes open in place: the mark shows a copy of its note.
(() => {
  const { words, element, explain, supported } = factsheet
  if (!supported) return  // the marks lead to the notes, as without scripts

  /** @type {NodeListOf<HTMLAnchorElement>} */
  const marks = document.querySelectorAll("a.footnote-ref")
  for (const mark of marks) {
    const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)))
    if (!note) continue
    explain(mark, box => {
      for (const part of note.children) box.append(part.cloneNode(true))
      for (const back of box.querySelectorAll(".footnote-backref")) back.remove()
      for (const named of box.querySelectorAll("[id]")) named.removeAttribute("id")
      box.classList.add("box--note")
      box.append(element("p", { class: "box__more" }, element("a", { href: mark.hash }, words.full_note)))
    }, mark.closest("sup") ?? mark)
  }
})()
