/** Things asked of the sidecar to show, asked again when what they depend on changes or a connection comes back. */

import { useEffect, useState } from "preact/hooks";
import type { Method, Params, Result } from "../../shared/methods";
import { useApp } from "./context";

/** The result of a request, null until it came. `depends` are the values at whose change it is asked again. */
export function useFetched<M extends Method>(method: M, params: Params<M>, depends: readonly unknown[] = []): Result<M> | null {
  const app = useApp();
  const [result, setResult] = useState<Result<M> | null>(null);
  const online = app.status.value === "online";
  useEffect(() => {
    if (!online) return;
    let wanted = true;
    void app.fetch(method, params).then((found) => {
      if (wanted && found) setResult(() => found);
    });
    return () => {
      wanted = false;
    };
  }, [online, method, JSON.stringify(params), ...depends]);
  return result;
}
