extension String {
  /// Without line breaks, control characters and doubled spaces: no format gives those a meaning here, and some choke on them.
  var onOneLine: String {
    let printable = unicodeScalars.map { $0.properties.generalCategory.isPrintable ? Character($0) : " " }
    return String(printable).split(separator: " ").joined(separator: " ")
  }

  /// Broken between words into lines of at most `width` characters; a longer word has a line of its own.
  func lines(of width: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isPrintable: Bool {
    switch self {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: true
    }
  }
}
