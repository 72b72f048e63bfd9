/** Rows as a Parquet file, in row groups that are written as they fill. */
import type { ByteWriter, ColumnSource, ParquetWriter } from 'hyparquet-writer' with { 'resolution-mode': 'import' };

/** What a database reads at once; no more than that is kept. */
const GROUP_ROWS = 122_880;

export type ParquetValue = number | bigint | string | null;

export interface ParquetColumn<Row> {
  readonly name: string;
  /** INT64 takes values of type bigint. */
  readonly type: 'INT32' | 'INT64' | 'STRING';
  readonly nullable: boolean;
  readonly value: (row: Row) => ParquetValue;
}

export class ParquetRows<Row> {
  private readonly data: ParquetValue[][];

  private constructor(
    private readonly columns: readonly ParquetColumn<Row>[], private readonly file: ParquetWriter, private readonly bytes: ByteWriter,
    private readonly write: (bytes: Uint8Array) => Promise<void>,
  ) {
    this.data = columns.map(() => []);
  }

  /** `write`: its bytes are valid until it resolves. */
  static async open<Row>(columns: readonly ParquetColumn<Row>[], write: (bytes: Uint8Array) => Promise<void>): Promise<ParquetRows<Row>> {
    // Loaded here only: no other format pays for it.
    const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
    const bytes = new ByteWriter();
    const schema = schemaFromColumnData({ columnData: columns.map(({ name, type, nullable }) => ({ name, type, nullable, data: [] })) });
    return new ParquetRows(columns, new ParquetWriter({ writer: bytes, schema, createdBy: 'buddyscope' }), bytes, write);
  }

  add(row: Row): void {
    for (let i = 0; i < this.columns.length; i++) this.data[i].push(this.columns[i].value(row));
  }

  /** Writes the row groups that are full. */
  async settle(): Promise<void> {
    while (this.data[0].length >= GROUP_ROWS) await this.group(GROUP_ROWS);
  }

  async end(): Promise<void> {
    await this.settle();
    if (this.data[0].length > 0) await this.group(this.data[0].length);
    await this.file.finish();
    await this.flush();
  }

  private async group(rows: number): Promise<void> {
    const columnData = this.columns.map(({ name, type, nullable }, i): ColumnSource => ({ name, type, nullable, offsetIndex: false, data: this.data[i].splice(0, rows) }));
    await this.file.write({ columnData, rowGroupSize: rows });
    await this.flush();
  }

  private async flush(): Promise<void> {
    await this.write(this.bytes.getBytes());
    // What has been written is not needed again: only its length counts.
    this.bytes.index = 0;
  }
}
