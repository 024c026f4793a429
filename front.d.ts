// What the scripts of templates/theme/assets/ find on a page: the theme's, and each other's.
declare const __md_scope: URL
declare const __md_get: (key: string) => any
declare const __md_set: (key: string, value: unknown) => void
declare const factsheet: any
interface Window { factsheet: any }
