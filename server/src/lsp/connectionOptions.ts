import { type ConnectionOptions, LSPErrorCodes, type Message, ResponseError, type ResponseMessage } from 'vscode-languageserver/node';

/** A request that is cancelled while it still waits in the queue is answered without any work. */
function cancelUndispatched(message: Message): ResponseMessage | undefined {
  return 'method' in message && 'id' in message
    ? { jsonrpc: message.jsonrpc, id: null, error: new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled').toJson() }
    : undefined;
}

export const connectionOptions: ConnectionOptions = { connectionStrategy: { cancelUndispatched } };
