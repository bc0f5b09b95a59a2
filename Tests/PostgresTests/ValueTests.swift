import Foundation
import Postgres
import SeededRandom
import Testing

@Suite("Values") struct ValueTests {
  /// Random values of each type, and its extremes, come back from the server as they were sent.
  @Test("what is written is read", arguments: [UInt64](1...5)) func roundTrip(seed: UInt64) async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      var random = SeededGenerator(seed: seed)
      try connection.roundTrip([.min, -1, 0, 1, .max, .random(in: .min ... .max, using: &random)] as [Int64])
      try connection.roundTrip([.min, -1, 0, .max, .random(in: .min ... .max, using: &random)] as [Int])
      try connection.roundTrip([.min, 0, .max, .random(in: .min ... .max, using: &random)] as [Int32])
      try connection.roundTrip([.min, 0, .max, .random(in: .min ... .max, using: &random)] as [Int16])
      try connection.roundTrip([true, false])
      try connection.roundTrip(["", "é'\"\\{}, NULL", "👩‍👩‍👧", String.random(using: &random)])
      try connection.roundTrip([Data(), Data([0, 255]), Data.random(using: &random)])
      try connection.roundTrip([[], [0, 255], [UInt8](Data.random(using: &random))] as [[UInt8]])
      try connection.roundTrip([UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))])
      try connection.roundTrip(PostgresTimestamp.samples(using: &random))
      try connection.roundTrip([PostgresJSON("null"), PostgresJSON(#"{"a": [1, "é"]}"#)])
    }
  }

  @Test("an instant is the same to the server") func timestampMeaning() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      let row = try connection.query(
        "select timestamptz '1970-01-01 00:00:01.000002+00', timestamptz 'infinity', timestamptz '-infinity'"
      )[0]
      #expect(try row[0] == PostgresTimestamp(microsecondsSince1970: 1_000_002))
      #expect(try row[1] == PostgresTimestamp.infinity)
      #expect(try row[2] == PostgresTimestamp.minusInfinity)
    }
  }

  @Test("an instant that PostgreSQL does not have is refused, not bent", arguments: [Int64.min + 1, Int64.max - 1])
  func timestampOutOfRange(microseconds: Int64) async throws {
    let connection = try await TestDatabase.connection()
    let error = try await PostgresError.thrown {
      let instant = PostgresTimestamp(microsecondsSince1970: microseconds)
      let back = try await connection.query("select \(instant)")[0][0, as: PostgresTimestamp.self]
      // The later end of what an Int64 of microseconds can hold is within PostgreSQL's range.
      #expect(back == instant && microseconds > 0)
    }
    #expect(microseconds > 0 ? error == nil : error?.sqlState == "22008")
  }

  @Test("NULL is nil, and an error where it may not be") func null() async throws {
    let connection = try await TestDatabase.connection()
    try await connection.run { connection in
      let row = try connection.query("select null::int8 as number, '{1,null}'::int8[] as list")[0]
      let number: Int? = try row["number"]
      #expect(number == nil)
      #expect(try row["list", as: [Int?].self] == [1, nil])
      #expect(throws: PostgresError.self) { try row["number", as: Int.self] }
      #expect(throws: PostgresError.self) { try row["list", as: [Int].self] }
    }
  }

  @Test("a wrong type is named, the value is not") func wrongType() async throws {
    let connection = try await TestDatabase.connection()
    let row = try await connection.query("select 'geheim'::text as name, 70000::int8 as number")[0]
    let errors = [
      #expect(throws: PostgresError.self) { try row["name", as: UUID.self] },
      #expect(throws: PostgresError.self) { try row["number", as: Int16.self] },
      #expect(throws: PostgresError.self) { try row["absent", as: Int.self] },
    ]
    let text = errors.compactMap { $0.map { "\($0.description) \($0.debugDescription)" } }.joined()
    #expect(text.contains("column name") && text.contains("UUID") && text.contains("absent"))
    #expect(!text.contains("geheim") && !text.contains("70000"))
  }

  @Test("unnest takes columns as arrays") func unnest() async throws {
    let connection = try await TestDatabase.connection()
    let rows = try await connection.query(
      "select * from unnest(\([UUID(), UUID()]), \(["a", nil]), \([[1], [2, 3]] as [[UInt8]])) as t(id, name, body)"
    )
    #expect(try rows.map { try $0["name", as: String?.self] } == ["a", nil])
    #expect(try rows.map { try $0["body", as: [UInt8].self] } == [[1], [2, 3]])
  }

  @Test("text with U+0000 is refused, never cut off") func zeroInText() async throws {
    let connection = try await TestDatabase.connection()
    let error = try await PostgresError.thrown { try await connection.query("select \("a\0b")") }
    #expect(error?.sqlState == "22021")
  }
}

extension PostgresConnection {
  fileprivate func roundTrip<Value: PostgresValue & PostgresElement & Equatable>(
    _ values: [Value],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for value in values {
      let row = try query("select \(value), \(Value?.none)")[0]
      #expect(try row[0, as: Value.self] == value, sourceLocation: sourceLocation)
      #expect(try row[1, as: Value?.self] == nil, sourceLocation: sourceLocation)
    }
    let optionals = values + [Value?.none]
    let row = try query("select \(values), \(optionals), \([Value]())")[0]
    #expect(try row[0, as: [Value].self] == values, sourceLocation: sourceLocation)
    #expect(try row[1, as: [Value?].self] == optionals, sourceLocation: sourceLocation)
    #expect(try row[2, as: [Value].self] == [], sourceLocation: sourceLocation)
  }
}

extension PostgresTimestamp {
  /// With PostgreSQL's own earliest instant, 4713 BC.
  fileprivate static func samples(using random: inout SeededGenerator) -> [PostgresTimestamp] {
    let earliest: Int64 = -210_866_803_200_000_000
    let numbers = [earliest, -1, 0, 946_684_800_000_000, .random(in: earliest ... .max - 1, using: &random)]
    return numbers.map(PostgresTimestamp.init(microsecondsSince1970:)) + [.infinity, .minusInfinity]
  }
}

extension String {
  fileprivate static func random(using random: inout SeededGenerator) -> String {
    String(
      String.UnicodeScalarView(
        (0..<200).compactMap { _ in Unicode.Scalar(UInt16.random(in: 1..<0xD800, using: &random)) }
      )
    )
  }
}

extension Data {
  fileprivate static func random(using random: inout SeededGenerator) -> Data {
    Data((0..<Int.random(in: 0..<5_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
  }
}
