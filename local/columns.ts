/** Columns of a terminal, where a Chinese character is two wide. */
const isWide = (character: string): boolean =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character)

export const columns = (text: string): number =>
  [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0)

const gap = (text: string, width: number): string => ' '.repeat(Math.max(0, width - columns(text)))

export const padEnd = (text: string, width: number): string => text + gap(text, width)
export const padStart = (text: string, width: number): string => gap(text, width) + text

/** The first column stands left, amounts and counts stand right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const places = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: places }, (_, place) => Math.max(...rows.map((row) => columns(row[place] ?? ''))))
  const cell = (text: string, place: number): string => (place === 0 ? padEnd : padStart)(text, widths[place] ?? 0)
  return rows.map((row) => row.map(cell).join('    ').trimEnd())
}
