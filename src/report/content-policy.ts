import { createHash } from 'node:crypto';

/**
 * The content security policy of a page that may run only its own inline scripts and styles and may ask the network
 * for nothing. Each text is allowed by the SHA-256 of exactly what stands between its tags (CSP Level 3, section 2.3.1).
 */
export function contentPolicy(scripts: readonly string[], styles: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src ${scripts.map(sourceHash).join(' ')}`,
    `style-src ${styles.map(sourceHash).join(' ')}`,
    'img-src data:',
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

/** The same for a page of a server, which may also ask that server, follow its links and send it the forms of the page. */
export function servedPolicy(scripts: readonly string[], styles: readonly string[]): string {
  const own = contentPolicy(scripts.length > 0 ? scripts : [''], styles);
  return `${own.replace(`form-action 'none'`, `form-action 'self'`)}; connect-src 'self'`;
}

function sourceHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
