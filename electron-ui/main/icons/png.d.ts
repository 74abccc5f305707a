/** Pictures are built into the bundle as data URLs. */

declare module "*.png" {
  const dataUrl: string;
  export default dataUrl;
}
