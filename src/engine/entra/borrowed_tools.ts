import { isGuid } from "./tenants.ts";

/** Tools that tokens are borrowed from. */
export type BorrowedTool = "azure-cli" | "azure-powershell" | "azd";

/** How a tool is asked, and what its failures mean. */
export interface ToolInfo {
  /** As people know it. */
  readonly title: string;
  /** Programs to try, first to last. */
  readonly programs: readonly string[];
  /** Its arguments. */
  readonly argumentsFor: (question: ToolQuestion) => readonly string[];
  /** How a person signs in to it. */
  readonly signIn: string;
  /** Where it comes from. */
  readonly install: string;
}

/** What is asked of a tool. */
export interface ToolQuestion {
  /** The API, as version 1 names it. */
  readonly resource: string;
  /** Tenant id or domain; the tool's own when none is named. */
  readonly tenant?: string;
}

/** Scripts are text, so only letters that mean nothing in one get into it. */
function powerShellScript({ resource, tenant }: ToolQuestion): string {
  return [
    "$ErrorActionPreference = 'Stop'",
    "$WarningPreference = 'SilentlyContinue'",
    "Import-Module Az.Accounts -MinimumVersion 2.2.0",
    `$asked = @{ ResourceUrl = '${resource}' }`,
    ...(tenant === undefined ? [] : [`$asked.TenantId = '${tenant}'`]),
    "$answer = Get-AzAccessToken @asked",
    // Newer versions hand the token out as a secure string.
    "$token = $answer.Token",
    "if ($token -is [System.Security.SecureString]) { $token = [System.Net.NetworkCredential]::new('', $token).Password }",
    "@{ accessToken = $token; expires_on = $answer.ExpiresOn.ToUnixTimeSeconds(); tenant = $answer.TenantId } | ConvertTo-Json -Compress",
  ].join("; ");
}

/** The tools, by the names of their flows. */
export const BORROWED_TOOLS: Readonly<Record<BorrowedTool, ToolInfo>> = {
  "azure-cli": {
    title: "the Azure CLI",
    programs: ["az"],
    argumentsFor: ({ resource, tenant }) => [
      "account",
      "get-access-token",
      "--output",
      "json",
      "--resource",
      resource,
      ...(tenant === undefined ? [] : ["--tenant", tenant]),
    ],
    signIn: "az login",
    install: "https://learn.microsoft.com/cli/azure/install-azure-cli",
  },
  "azure-powershell": {
    title: "Azure PowerShell",
    programs: ["pwsh", "powershell"],
    argumentsFor: (question) => [
      "-NoProfile",
      "-NonInteractive",
      "-Command",
      powerShellScript(question),
    ],
    signIn: "Connect-AzAccount",
    install:
      "https://learn.microsoft.com/powershell/azure/install-azure-powershell",
  },
  azd: {
    title: "the Azure Developer CLI",
    programs: ["azd"],
    argumentsFor: ({ resource, tenant }) => [
      "auth",
      "token",
      "--output",
      "json",
      "--no-prompt",
      "--scope",
      `${resource}/.default`,
      ...(tenant === undefined ? [] : ["--tenant-id", tenant]),
    ],
    signIn: "azd auth login",
    install:
      "https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd",
  },
};

/**
 * Tells whether a text may stand in another program's arguments or script: it
 * begins with a letter or digit and has nothing that any shell would read.
 *
 * @param text A resource, or a tenant.
 * @returns Whether it may.
 */
export function isPlainArgument(text: string): boolean {
  return isGuid(text) || /^[a-z0-9][a-z0-9._~:/-]*$/i.test(text);
}
