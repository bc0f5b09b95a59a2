/// Why there is no picture. Nothing is retriable: all of them need a change, in the request or on the machine.
public enum DiagramError: Error, Hashable, Sendable {
  case unknownMachine(String, known: [String])
  /// The program `dot` is not in `PATH`.
  case graphvizMissing
  /// `dot` could not be run, or refused what it was given; with what it said.
  case graphvizFailed(String)
}

extension DiagramError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownMachine(let name, let known):
      "this workflow has no machine «\(name)»; it has \(known.joined(separator: ", "))"
    case .graphvizMissing:
      "svg needs the program dot of Graphviz, which is not found; install it with: sudo apt-get install graphviz"
    case .graphvizFailed(let message): "Graphviz (dot) did not draw it: \(message)"
    }
  }
}
