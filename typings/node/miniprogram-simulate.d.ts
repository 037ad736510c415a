/** The parts of miniprogram-simulate that the tests use; its own types would bring the mini program's globals to Node. */
declare module 'miniprogram-simulate/src' {
  interface LoadOptions {
    rootPath: string
    compiler: 'official' | 'simulate'
    compilerOptions: { maxBuffer: number; wxmlList: string[]; wxsList: string[] }
  }
  const simulate: {
    load(path: string, tag: string, options: LoadOptions): string
    render(id: string, properties?: object): unknown
    sleep(ms: number): Promise<void>
  }
  export default simulate
}

declare module 'miniprogram-simulate/src/utils' {
  const utils: { readJson(file: string): { usingComponents?: Record<string, string> } | null }
  export default utils
}

declare module 'miniprogram-simulate/src/api' {
  const api: Record<string, unknown>
  export default api
}
