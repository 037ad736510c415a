/** Bundles the functions and the phone's part of the domain once, so that no test runs yesterday's code. */
import { build } from '../../local/build'

export default build
