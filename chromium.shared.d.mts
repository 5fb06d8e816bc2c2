/** Options of Playwright's `chromium.launch`. */
export function chromiumOptions(...flags: string[]): { executablePath?: string; args: string[] }
