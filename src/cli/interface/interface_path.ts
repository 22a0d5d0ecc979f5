/**
 * What the interface needs, named in one place, for the reason told in
 * `fast_path.ts`. Loads Ink: to be loaded after `prepareForInk()`.
 *
 * @module
 */
import "../../adapters/process_terminal.ts";
import "../../tui/open.tsx";
import "./open_interface.ts";

export { runHere } from "../run_here.ts";
