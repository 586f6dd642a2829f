import { codeError, GraphError, invalidParameter } from '#practice/errors/graph-error.ts'

/** A rule of templates that has a code of its own: told as code and as subcode, since Meta's versions differ in which. */
export function templateError(code: number, where: string): GraphError {
  const { http, body } = codeError(code, where)
  return new GraphError(http, {
    ...body,
    error_subcode: code,
    is_transient: false,
    error_user_title: String(body['message']).replace(/^\(#\d+\) /, ''),
    error_user_msg: where,
  })
}

/** A rule that has none, in words for whoever wrote the template. */
export function badTemplate(title: string, where: string, subcode?: number): GraphError {
  return new GraphError(400, {
    ...invalidParameter('Invalid parameter').body,
    message: 'Invalid parameter',
    ...(subcode !== undefined && { error_subcode: subcode }),
    is_transient: false,
    error_user_title: title,
    error_user_msg: where,
  })
}
