/// The value of a field or a fact.
public enum Value: Hashable, Sendable {
  case text(String)
  case date(CivilDate)
  case number(Int64)
  case choice(String)
  case reference(String)
  /// The id of a child.
  case child(String)
  /// Another case, by the id under which the service keeps it. No reader is shown it: each knows that case by an id of its own.
  case otherCase(String)
  case list([Value])
}

extension Value: Codable {
  // As the record of a destroyed case keeps them. One letter a kind: only that distinguishes a date from a text.
  private enum CodingKeys: String, CodingKey {
    case text = "t"
    case date = "d"
    case number = "n"
    case choice = "c"
    case reference = "r"
    case child = "i"
    case otherCase = "o"
    case list = "l"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no kind of value"))
    }
    self =
      switch key {
      case .text: .text(try container.decode(String.self, forKey: key))
      case .date: .date(try container.decode(CivilDate.self, forKey: key))
      case .number: .number(try container.decode(Int64.self, forKey: key))
      case .choice: .choice(try container.decode(String.self, forKey: key))
      case .reference: .reference(try container.decode(String.self, forKey: key))
      case .child: .child(try container.decode(String.self, forKey: key))
      case .otherCase: .otherCase(try container.decode(String.self, forKey: key))
      case .list: .list(try container.decode([Value].self, forKey: key))
      }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .text(let text): try container.encode(text, forKey: .text)
    case .date(let date): try container.encode(date, forKey: .date)
    case .number(let number): try container.encode(number, forKey: .number)
    case .choice(let choice): try container.encode(choice, forKey: .choice)
    case .reference(let reference): try container.encode(reference, forKey: .reference)
    case .child(let child): try container.encode(child, forKey: .child)
    case .otherCase(let id): try container.encode(id, forKey: .otherCase)
    case .list(let list): try container.encode(list, forKey: .list)
    }
  }
}
