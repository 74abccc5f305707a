/** Where the window opens: where it was, if that place is still on a screen. */

/** A rectangle in screen pixels. */
export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

const USUAL = { width: 1_100, height: 760 };
export const SMALLEST = { width: 420, height: 480 };

/** `screens` are the work areas, the main one first. A window that would be out of reach opens in the middle of the main one. */
export function placeWindow(remembered: Bounds | null, screens: readonly Bounds[]): Bounds {
  const main = screens[0] ?? { x: 0, y: 0, width: 1_280, height: 800 };
  if (remembered === null) return inMiddle(main, USUAL);
  const screen = screens.find((area) => reachable(remembered, area));
  if (screen === undefined) return inMiddle(main, remembered);
  return { ...remembered, ...fit(remembered, screen) };
}

/** Whether enough of the title bar is on the screen to take hold of it. */
function reachable(window: Bounds, screen: Bounds): boolean {
  const seen = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  return seen >= 100 && window.y >= screen.y && window.y <= screen.y + screen.height - 40;
}

function inMiddle(screen: Bounds, size: { width: number; height: number }): Bounds {
  const { width, height } = fit(size, screen);
  return {
    x: Math.round(screen.x + (screen.width - width) / 2),
    y: Math.round(screen.y + (screen.height - height) / 2),
    width,
    height,
  };
}

function fit(size: { width: number; height: number }, screen: Bounds): { width: number; height: number } {
  return {
    width: Math.round(Math.min(Math.max(size.width, SMALLEST.width), screen.width)),
    height: Math.round(Math.min(Math.max(size.height, SMALLEST.height), screen.height)),
  };
}
