/** Compiles what runs on this machine once, so that no test runs yesterday's code. */
import { compile } from '../../local/machine'

export default compile
