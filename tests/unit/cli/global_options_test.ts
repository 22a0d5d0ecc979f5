import assert from "node:assert/strict";
import { UsageError } from "../../../src/cli/errors.ts";
import { takeGlobalOptions } from "../../../src/cli/global_options.ts";
import { refuseSecretOptions } from "../../../src/cli/secret_options.ts";

const options = { permissions: "none" } as const;

Deno.test(
  "takeGlobalOptions() refuses --color without a good value",
  options,
  () => {
    for (
      const argv of [["--color"], ["--color="], ["--color", "--quiet"], [
        "--color=red",
      ]]
    ) {
      assert.throws(() => takeGlobalOptions(argv), UsageError);
    }
  },
);

Deno.test(
  "takeGlobalOptions() takes its options from anywhere before --",
  options,
  () => {
    assert.deepEqual(
      takeGlobalOptions([
        "--quiet",
        "a",
        "--trace",
        "-b",
        "--color=never",
        "--",
        "--verbose",
      ]),
      {
        options: { verbose: false, quiet: true, trace: true, color: "never" },
        rest: ["a", "-b", "--", "--verbose"],
      },
    );
  },
);

Deno.test(
  "takeGlobalOptions() knows no option by a name that every object has",
  options,
  () => {
    assert.deepEqual(takeGlobalOptions(["toString", "__proto__"]).rest, [
      "toString",
      "__proto__",
    ]);
  },
);

Deno.test(
  "refuseSecretOptions() knows every spelling and never the value",
  options,
  () => {
    for (
      const option of [
        "--client-secret",
        "--client_secret",
        "--clientSecret",
        "--CLIENT-SECRET",
        "-secret",
        "--password",
        "--passphrase",
        "--refresh-token",
        "--client-assertion",
      ]
    ) {
      for (const argv of [[option, "hunter2"], [`${option}=hunter2`]]) {
        assert.throws(
          () => refuseSecretOptions(argv),
          (error) =>
            error instanceof UsageError && error.hint !== undefined &&
            !`${error.message} ${error.hint}`.includes("hunter2"),
        );
      }
    }
  },
);

Deno.test(
  "refuseSecretOptions() lets the names of places pass",
  options,
  () => {
    refuseSecretOptions([
      ...[
        "--client-secret-env",
        "X",
        "--client-secret-file",
        "p",
        "--client-secret-stdin",
      ],
      ...["toString", "--", "--client-secret", "x"],
    ]);
  },
);
