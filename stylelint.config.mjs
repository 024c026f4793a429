// The standard rules over the theme's style sheets; each exception has its reason.
export default {
  extends: "stylelint-config-standard",
  rules: {
    // Blocks, elements and their states, as the theme names its own: tray, tray__close, box--menu.
    "selector-class-pattern": "^[a-z]+(-[a-z]+)*(__[a-z]+(-[a-z]+)*)?(--[a-z]+(-[a-z]+)*)?$",
    // The theme's variables are named so: --md-primary-fg-color--light.
    "custom-property-pattern": "^[a-z]+(-[a-z0-9]+)*(--[a-z]+)?$",
    // Ranges (width >= 45em) need a browser of 2023; a reader's older one would lose the layout.
    "media-feature-range-notation": "prefix",
    // Names of faces are written as their makers write them, A4 as everyone does.
    "value-keyword-case": ["lower", { ignoreKeywords: ["A4"],
      ignoreProperties: [/font-family$/, /^--sheet-book$/] }],
    // A color is typed in palette.css and named everywhere else.
    "color-no-hex": true,
    "color-named": "never",
    "function-disallowed-list": [/^(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?$/],
    // One rule a line, in the order of the page; empty lines part chapters, not rules.
    "rule-empty-line-before": null,
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "declaration-empty-line-before": null,
    // Compares selectors that never meet one element, such as a footer's link and a tile's.
    "no-descending-specificity": null,
  },
  overrides: [{ files: "**/palette.css", rules: { "color-no-hex": null } }],
}
