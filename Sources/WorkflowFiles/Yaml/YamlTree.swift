import Yams

/// Turns a text into nodes, within limits.
///
/// Aliases are followed and merge keys (`<<`) applied, so a small file can describe a huge tree: the limits apply to the
/// number of nodes and the depth after that. A key that is itself a group is not limited: the parser compares keys before
/// anything can be counted, so an author who makes such keys from aliases of aliases can keep it busy. Files come from
/// people who may publish a workflow.
struct YamlTree {
  static let longestFile = 1 << 20
  static let mostNodes = 50_000
  static let greatestDepth = 60

  private let log: FaultLog
  private let aside: SetAside
  private var nodes = 0

  /// - Returns: `nil` when there is nothing to read further; then the log says why.
  static func read(_ text: String, log: FaultLog) -> YamlNode? {
    guard text.utf8.count <= longestFile else {
      log.add("Het bestand is groter dan \(longestFile / 1024) kB.", at: .start)
      return nil
    }
    do {
      let aside = try SetAside(composing: text)
      guard let root = aside.root else {
        log.add("Het bestand is leeg.", at: .start)
        return nil
      }
      var tree = YamlTree(log: log, aside: aside)
      return try tree.convert(root, at: [])
    } catch let error as YamlError {
      log.add(error.dutch, at: error.place)
    } catch {
      // The only other error is ``TooLarge``.
      log.add("Het bestand beschrijft een te grote of te diepe boom.", at: .start)
    }
    return nil
  }

  private init(log: FaultLog, aside: SetAside) {
    self.log = log
    self.aside = aside
  }

  private struct TooLarge: Error {}

  private mutating func convert(_ node: Node, at path: [String]) throws -> YamlNode {
    nodes += 1
    guard nodes <= Self.mostNodes, path.count <= Self.greatestDepth else { throw TooLarge() }
    let place = Place(node.mark)
    switch node {
    case .scalar(let scalar):
      return YamlNode(content: .scalar(scalar.string, isQuoted: scalar.style != .plain), place: place)
    case .sequence(let items):
      var nodes: [YamlNode] = []
      for (index, item) in items.enumerated() { nodes.append(try convert(item, at: path + ["\(index)"])) }
      return YamlNode(content: .sequence(nodes), place: place)
    case .mapping(let mapping):
      return YamlNode(content: .mapping(try pairs(of: mapping, at: path)), place: place)
    case .alias:
      // Never composed: the composer puts the node itself in the place of its alias.
      return YamlNode(content: .scalar("", isQuoted: false), place: place)
    }
  }

  private mutating func pairs(of mapping: Node.Mapping, at path: [String]) throws -> [YamlNode.Pair] {
    var pairs = UniquePairs()
    var merged: [YamlNode.Pair] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        log.add("Een sleutel is één woord.", at: Place(key.mark), damaging: path)
        continue
      }
      let name = aside.name(of: scalar.string)
      let value = try convert(value, at: path + [name])
      if scalar.string == "<<", scalar.style == .plain {
        merged += sources(of: value, at: Place(key.mark))
      } else {
        add(.init(key: name, keyPlace: Place(key.mark), value: value), to: &pairs, at: path)
      }
    }
    // A key of the mapping itself takes precedence over a merged one, and an earlier source over a later one.
    for pair in merged { pairs.add(pair) }
    return pairs.all
  }

  private func add(_ pair: YamlNode.Pair, to pairs: inout UniquePairs, at path: [String]) {
    guard let first = pairs.add(pair) else { return }
    let message = "De sleutel «\(pair.key)» staat er al, op regel \(first.line)."
    log.add(message, at: pair.keyPlace, damaging: path + [pair.key])
  }

  private func sources(of value: YamlNode, at place: Place) -> [YamlNode.Pair] {
    switch value.content {
    case .mapping(let pairs): return pairs
    case .sequence(let items): return items.flatMap { sources(of: $0, at: place) }
    case .scalar:
      log.add("Na «<<» komt een verwijzing naar een groep sleutels.", at: place)
      return []
    }
  }
}

extension Place {
  init(_ mark: Mark?) {
    self = mark.map { Place(line: $0.line, column: $0.column) } ?? .start
  }
}

/// The pairs of a mapping, each key once.
private struct UniquePairs {
  private(set) var all: [YamlNode.Pair] = []
  private var places: [String: Place] = [:]

  /// Adds a pair, unless its key is already there.
  /// - Returns: the place of the first such key; `nil` when the pair was added.
  @discardableResult
  mutating func add(_ pair: YamlNode.Pair) -> Place? {
    if let first = places[pair.key] { return first }
    places[pair.key] = pair.keyPlace
    all.append(pair)
    return nil
  }
}
