declare module '@wxml/parser' {
  interface Node {
    type: string
    name?: string
    children?: Node[]
    loc: { start: { line: number; column: number } }
  }
  export function parse(wxml: string): { body: Node[] }
}
