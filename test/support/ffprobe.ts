import { spawnSync } from 'node:child_process'
import { z } from 'zod'

const probed = z.object({
  streams: z.array(z.object({ codec_name: z.string(), channels: z.number() })),
  format: z.object({ format_name: z.string(), duration: z.coerce.number(), size: z.coerce.number() }),
})

/** What another program than ours says of a recording. */
export function probeSound(path: string) {
  const { stdout, stderr, status } = spawnSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ffprobe: ${stderr}`)
  const { streams, format } = probed.parse(JSON.parse(stdout))
  return {
    container: format.format_name,
    streams: streams.map(({ codec_name: codec, channels }) => ({ codec, channels })),
    seconds: format.duration,
    sizeBytes: format.size,
    // Also what stands after the headers decodes without a complaint.
    complaints: spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' }).stderr,
  }
}
