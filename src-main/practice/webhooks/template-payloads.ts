import type { Template } from '../world/templates.ts'
import type { Update } from './compose.ts'

/** An update about a template; `count` keeps two of the same kind apart. */
export function templateUpdate(field: string, template: Template, value: Readonly<Record<string, unknown>>, count: number): Update {
  return {
    key: `template/${template.id}/${count}`,
    field,
    value: {
      message_template_id: Number(template.id),
      message_template_name: template.name,
      message_template_language: template.language,
      ...value,
    },
  }
}

export function componentsUpdate({ components }: Template): Readonly<Record<string, unknown>> {
  const part = (type: string) => components.find((component) => component.type === type)
  const [title, body, footer, buttons] = [part('HEADER'), part('BODY'), part('FOOTER'), part('BUTTONS')]
  return {
    ...(title?.text !== undefined && { message_template_title: title.text }),
    message_template_element: body?.text ?? '',
    ...(footer?.text !== undefined && { message_template_footer: footer.text }),
    ...(buttons?.buttons !== undefined && {
      message_template_buttons: buttons.buttons.map((button) => ({
        message_template_button_type: button['type'],
        message_template_button_text: button['text'] ?? '',
        ...(button['url'] !== undefined && { message_template_button_url: button['url'] }),
        ...(button['phone_number'] !== undefined && { message_template_button_phone_number: button['phone_number'] }),
      })),
    }),
  }
}
