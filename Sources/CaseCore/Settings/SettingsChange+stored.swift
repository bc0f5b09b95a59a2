/// The stored form of a change in the journal of settings: an object with one member, which says what kind of change it is.
///
///     {"set": {"_0": place, "_1": setting}}
///     {"clear": {"_0": place}}
///     {"close": {"calendar": name, "_1": date, "source": text}}
///     {"open": {"calendar": name, "_1": date}}
///     {"equate": {"_0": date, "source": text}}
///     {"unequate": {"_0": date}}
///     {"decreesKnown": {"year": number}}
///     {"decreesUnknown": {"year": number}}
///
/// The journal is kept for good, so no member may be renamed, removed or given another meaning. A new member is optional; an
/// earlier release refuses a change that has it (``UnknownMember``), because it cannot know what the settings are then.
extension SettingsChange: Codable {
  fileprivate enum Kind: String, CodingKey {
    case set, clear, close, open, equate, unequate, decreesKnown, decreesUnknown
  }

  fileprivate enum Part: String, CodingKey {
    // The name that the first release gave to what has no name of its own.
    case first = "_0"
    case second = "_1"
    case calendar, source, year
  }

  public init(from decoder: any Decoder) throws {
    let kinds = try decoder.members(Kind.self)
    guard let kind = kinds.allKeys.first, kinds.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not one change"))
    }
    let change = try kinds.superDecoder(forKey: kind)
    let parts = try change.members(Part.self, known: kind.parts)
    switch kind {
    case .set: self = .set(try parts.decode(SettingPlace.self, forKey: .first), try parts.setting)
    case .clear: self = .clear(try parts.decode(SettingPlace.self, forKey: .first))
    case .close:
      self = .close(calendar: try parts.text(.calendar), try parts.date(.second), source: try parts.text(.source))
    case .open: self = .open(calendar: try parts.text(.calendar), try parts.date(.second))
    case .equate: self = .equate(try parts.date(.first), source: try parts.text(.source))
    case .unequate: self = .unequate(try parts.date(.first))
    case .decreesKnown: self = .decreesKnown(year: try parts.decode(Int.self, forKey: .year))
    case .decreesUnknown: self = .decreesUnknown(year: try parts.decode(Int.self, forKey: .year))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var kinds = encoder.container(keyedBy: Kind.self)
    var parts = kinds.nestedContainer(keyedBy: Part.self, forKey: kind)
    switch self {
    case .set(let place, let setting):
      try parts.encode(place, forKey: .first)
      try parts.encode(setting, forKey: .second)
    case .clear(let place): try parts.encode(place, forKey: .first)
    case .close(let calendar, let date, let source):
      try parts.encode(calendar, forKey: .calendar)
      try parts.encode(date, forKey: .second)
      try parts.encode(source, forKey: .source)
    case .open(let calendar, let date):
      try parts.encode(calendar, forKey: .calendar)
      try parts.encode(date, forKey: .second)
    case .equate(let date, let source):
      try parts.encode(date, forKey: .first)
      try parts.encode(source, forKey: .source)
    case .unequate(let date): try parts.encode(date, forKey: .first)
    case .decreesKnown(let year), .decreesUnknown(let year): try parts.encode(year, forKey: .year)
    }
  }

  private var kind: Kind {
    switch self {
    case .set: .set
    case .clear: .clear
    case .close: .close
    case .open: .open
    case .equate: .equate
    case .unequate: .unequate
    case .decreesKnown: .decreesKnown
    case .decreesUnknown: .decreesUnknown
    }
  }
}

extension SettingsChange.Kind {
  fileprivate var parts: [SettingsChange.Part] {
    switch self {
    case .set: [.first, .second]
    case .clear, .unequate: [.first]
    case .close: [.calendar, .second, .source]
    case .open: [.calendar, .second]
    case .equate: [.first, .source]
    case .decreesKnown, .decreesUnknown: [.year]
    }
  }
}

extension KeyedDecodingContainer<SettingsChange.Part> {
  fileprivate var setting: DeadlineSetting { get throws { try decode(DeadlineSetting.self, forKey: .second) } }

  fileprivate func text(_ part: Key) throws -> String { try decode(String.self, forKey: part) }

  fileprivate func date(_ part: Key) throws -> CivilDate { try decode(CivilDate.self, forKey: part) }
}
