import Yams

extension YamlError {
  var place: Place {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): Place(mark)
    case .duplicatedKeysInMapping(_, let context): Place(context.mark)
    case .reader(_, let offset?, _, let text): Place(text.prefix(offset))
    default: .start
    }
  }

  var dutch: String {
    switch self {
    case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
      .composer(let context, let problem, _, _):
      "Dit is geen geldige YAML\(Self.cause(problem, context))."
    case .reader(let problem, _, _, _): "Dit is geen geldige YAML\(Self.cause(problem, nil))."
    case .duplicatedKeysInMapping(let keys, _):
      "De sleutel «\(keys.sorted().joined(separator: "», «"))» staat er meer dan eens."
    default: "Dit is geen geldige YAML."
    }
  }

  /// The slips that people make most, in Dutch; for the others the parser's own words.
  private static func cause(_ problem: String, _ context: Context?) -> String {
    let known: [(String, String)] = [
      ("could not find expected ':'", "na een sleutel hoort een dubbele punt"),
      (
        "mapping values are not allowed",
        "hier kan geen sleutel staan; een tekst met een dubbele punt hoort tussen quotes"
      ),
      ("did not find expected key", "hier wordt een sleutel verwacht; klopt het inspringen"),
      ("did not find expected ',' or", "een lijst of groep tussen haken is niet gesloten, of er ontbreekt een komma"),
      ("did not find expected '-' indicator", "hier wordt een onderdeel van een lijst verwacht; klopt het inspringen"),
      ("found character that cannot start any token", "een tab of een teken dat tussen quotes hoort"),
      ("found unexpected end of stream", "een tekst tussen quotes is niet gesloten"),
      ("found undefined alias", "deze verwijzing (*) heeft geen anker (&) daarvóór"),
      ("but found another document", "een bestand heeft één document"),
      ("control characters are not allowed", "er staat een onzichtbaar stuurteken in"),
    ]
    let dutch = known.first { problem.contains($0.0) }?.1
    return ": " + (dutch ?? ([context?.text, problem].compactMap(\.self).joined(separator: ", ")))
  }
}

extension Place {
  /// The place after a text.
  fileprivate init(_ before: Substring) {
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(line: max(lines.count, 1), column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  }
}
