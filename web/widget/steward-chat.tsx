import { createRoot, type Root } from 'react-dom/client';
import chatStyles from '../shared/styles/chat.css?inline';
import tokenStyles from '../shared/styles/tokens.css?inline';
import { WidgetApp } from './widget-app.tsx';
import widgetStyles from './widget.css?inline';

/** Where this script came from: the server that it talks to unless the page says otherwise. */
const scriptOrigin = document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : location.origin;

/**
 * `<steward-chat token="…" server="https://…" theme="light|dark">`. The token is made by the firm's back end for its signed-in client.
 * When it is about to be of no use any more the element fires `steward-token-expired`; the page answers by setting `token` anew.
 * Everything lives in a shadow root, with its styles: neither page nor widget reaches into the other.
 */
class StewardChat extends HTMLElement {
  static readonly observedAttributes = ['token', 'server', 'theme'];
  private root: Root | null = null;

  get token(): string {
    return this.getAttribute('token') ?? '';
  }

  set token(value: string) {
    this.setAttribute('token', value);
  }

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: 'open', delegatesFocus: true });
    // Constructed style sheets work under any style-src of the embedding page.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync([tokenStyles, chatStyles, widgetStyles].join('\n'));
    shadow.adoptedStyleSheets = [sheet];
    const mount = document.createElement('div');
    mount.className = 'mount';
    shadow.replaceChildren(mount);
    this.root = createRoot(mount);
    this.render();
  }

  disconnectedCallback(): void {
    this.root?.unmount();
    this.root = null;
  }

  attributeChangedCallback(): void {
    this.render();
  }

  private render(): void {
    const theme = this.getAttribute('theme');
    this.root?.render(
      <WidgetApp
        token={this.token}
        origin={new URL(this.getAttribute('server') ?? scriptOrigin, location.href).origin}
        {...(theme === 'light' || theme === 'dark' ? { theme } : {})}
        onTokenExpired={() => this.dispatchEvent(new CustomEvent('steward-token-expired', { bubbles: true, composed: true }))}
      />,
    );
  }
}

if (!customElements.get('steward-chat')) customElements.define('steward-chat', StewardChat);
