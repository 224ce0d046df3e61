import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, inlineJson } from '../../src/report/html.ts';

/** Any sequence of 16-bit units, halves of surrogate pairs included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 80, size: 'max' })
  .map((units) => String.fromCharCode(...units));

describe('escaping', () => {
  it('leaves no character that can begin a tag, an attribute or an entity of its own', () => {
    expect(escapeHtml(`<img src=x onerror="a('b')">&`)).toBe(
      '&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;',
    );
  });

  it('replaces control characters and halves of surrogate pairs, and keeps tabs, line feeds and whole pairs', () => {
    expect(escapeHtml('a\u0000b\u001bc\u0085d\ud800e\t\n\u{1f4c8}')).toBe(
      'a\ufffdb\ufffdc\ufffdd\ufffde\t\n\u{1f4c8}',
    );
  });

  it('replaces what could turn the direction of the text around a name', () => {
    expect(escapeHtml('a\u202eb\u2067c\u2029d\u2028e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(escapeHtml('\u05e9\u05dc\u05d5\u05dd \u200f')).toBe('\u05e9\u05dc\u05d5\u05dd \u200f');
  });

  it('escapes text and numbers, takes markup as it is, and leaves nothing for null', () => {
    const inner = html`<b>${'<i>'}</b>`;
    expect(html`<p title="${'"'}">${inner}${null}${[1, 'x', inner]}</p>`.toString()).toBe(
      '<p title="&quot;"><b>&lt;i&gt;</b>1x<b>&lt;i&gt;</b></p>',
    );
  });

  it('does not take an object that looks like markup for markup', () => {
    const disguised = { toString: () => '<script>', source: '<script>' } as unknown as string;
    expect(() => html`${disguised}`.toString()).toThrow();
  });

  it('writes JSON that cannot end its element and reads back as it was, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const source = inlineJson({ text, more: `</script><!--\u2028\u2029&${text}` }).toString();
        expect(source).not.toMatch(/[<>&\u2028\u2029]/);
        expect(JSON.parse(source)).toEqual({ text, more: `</script><!--\u2028\u2029&${text}` });
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});
