/** The last lines a process wrote, bounded in number and in length. */

const LONGEST_LINE = 2_000;

export class LogTail {
  private readonly lines: string[] = [];

  constructor(private readonly limit = 100) {}

  add(line: string): void {
    this.lines.push(line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line);
    if (this.lines.length > this.limit) this.lines.shift();
  }

  /** A copy, oldest line first. */
  read(): string[] {
    return [...this.lines];
  }
}
