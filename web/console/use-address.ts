import { useEffect } from 'react';

/** A screen that is open instead of a conversation, and the one thing that it is about, if any. */
export interface Place {
  readonly screen: string;
  readonly about: string | null;
}

interface Address {
  readonly conversationId: string | null;
  readonly openConversation: (id: string | null) => void;
  readonly place: Place | null;
  readonly setPlace: (place: Place | null) => void;
}

/** What is open is in the address (#c=… a conversation, #s=…&a=… a screen), so that reload, back and a second tab find it. */
export function useAddress({ conversationId, openConversation, place, setPlace }: Address): void {
  useEffect(() => {
    const follow = (): void => {
      const parameters = new URLSearchParams(location.hash.slice(1));
      const screen = parameters.get('s');
      setPlace(screen ? { screen, about: parameters.get('a') } : null);
      if (!screen) openConversation(parameters.get('c'));
    };
    if (location.hash.length > 1) follow();
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [openConversation, setPlace]);
  useEffect(() => {
    const wanted = place ? `#${new URLSearchParams({ s: place.screen, ...(place.about === null ? {} : { a: place.about }) })}` : conversationId ? `#c=${encodeURIComponent(conversationId)}` : '';
    if (location.hash !== wanted) history.pushState(null, '', location.pathname + wanted);
  }, [conversationId, place]);
}
