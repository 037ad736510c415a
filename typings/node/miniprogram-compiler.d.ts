declare module 'miniprogram-compiler' {
  /** Runs WeChat's wcc; throws with its message on the first mistake. */
  export function wxmlToJs(root: string, options: { maxBuffer: number; wxmlList: string[]; wxsList: string[] }): string
}
