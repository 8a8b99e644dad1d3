import type { Connection } from '../transport/channel.ts';
import { ControlChannel } from './control-channel.ts';
import { Lister } from './listing.ts';
import { controlRequest, type RequestForm } from './start-request.ts';

/** The ways to a shell beside the one that runs lines. */
export interface Controls {
  readonly control: ControlChannel;
  /** On a connection of its own: that takes another login, so it is opened only when nothing else helps. */
  readonly apart: ControlChannel;
}

/** `dialAgain` makes another connection to the same host; `form` is the form of request that its account allows. */
export function openControls(
  connection: Connection,
  dialAgain: () => Promise<Connection>,
  form: () => RequestForm,
): Controls & { readonly lister: Lister; close(): void } {
  let further: Connection | undefined;
  const lister = new Lister(() => connection.exec(controlRequest(form())));
  return {
    control: new ControlChannel(() => connection.exec(controlRequest(form()))),
    apart: new ControlChannel(async () => {
      further?.close();
      further = await dialAgain();
      return further.exec(controlRequest(form()));
    }),
    lister,
    close() {
      further?.close();
      lister.close();
    },
  };
}
