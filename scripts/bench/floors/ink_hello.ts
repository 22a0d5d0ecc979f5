// The least that Ink can draw; ended by the one who waits for its text.
import { createElement } from "react";
import { render, Text } from "ink";

render(createElement(Text, null, "hello"));
setInterval(() => {}, 60_000);
