import type { Connection } from './channel.ts';
import { ControlChannel } from './control-channel.ts';
import { controlRequest, type RequestForm } from './start-request.ts';

/** The ways to a shell beside the one that runs lines. */
export interface Controls {
  readonly control: ControlChannel;
  /** On a connection of its own: another login, so it is opened only when nothing else helps. */
  readonly apart: ControlChannel;
}

/** `dialAgain` gives a further connection to the same host; `form` tells how its account lets a request be made. */
export function openControls(
  connection: Connection,
  dialAgain: () => Promise<Connection>,
  form: () => RequestForm,
): Controls & { close(): void } {
  let further: Connection | undefined;
  return {
    control: new ControlChannel(() => connection.exec(controlRequest(form()))),
    apart: new ControlChannel(async () => {
      further?.close();
      further = await dialAgain();
      return further.exec(controlRequest(form()));
    }),
    close: () => further?.close(),
  };
}
