import CaseCore
import Foundation
import OrderedCollections
import Testing
import WorkflowDiagrams

@Suite struct MermaidTests {
  @Test(arguments: try Subject.all)
  func everyStateAndArrowOfEveryMachine(subject: Subject) throws {
    for (key, machine) in subject.workflow.machines {
      let lines = try lines(of: subject, machine: key)
      for (name, state) in machine.states {
        #expect(lines.contains("  state \"\(state.label)\" as \(identifier(name))"), "\(key): state \(name)")
      }
      for edge in machine.edges {
        let arrow = "  \(identifier(edge.from)) --> \(identifier(edge.to)): "
        #expect(lines.contains { $0.hasPrefix(arrow) && $0.contains(edge.label) }, "\(key): \(edge)")
      }
      #expect(lines.contains { $0.hasPrefix("  [*] --> \(identifier(machine.initial))") })
      for start in machine.starts {
        let (label, target) = (machine.commands[start.command]?.label ?? "", start.transition.target ?? "")
        #expect(lines.contains { $0.hasPrefix("  [*] --> \(identifier(target)): ") && $0.contains(label) })
      }
    }
  }

  /// Whatever the labels say, there are lines of these sorts only.
  @Test(arguments: try Subject.all)
  func everyLineIsOfTheGrammar(subject: Subject) throws {
    let text = ##"(?:[^#:;"<>&%{}\[\]`*~$]|#\d+;|<br/>)+"##
    let name = #"(?:[A-Za-z][A-Za-z0-9_]*|\[\*\])"#
    let sorts = [
      #"stateDiagram-v2"#, "  accTitle: \(text)", #"  state "\#(text)" as \#(name)"#, "  \(name): \(text)",
      "  \(name) --> \(name)(?:: \(text))?", "  classDef (?:review|final) [^;]+",
      "  class [a-z0-9_,]+ (?:review|final)",
    ]
    let grammar = try Regex("^(?:\(sorts.joined(separator: "|")))$")
    for machine in subject.workflow.machines.keys {
      let drawn = try WorkflowDiagram(subject.workflow, machine: machine).drawn(as: .mermaid)
      for line in drawn.split(separator: "\n") { #expect(line.wholeMatch(of: grammar) != nil, "\(line)") }
    }
  }

  @Test func deadlinesAndChildrenAreThere() throws {
    let root = try lines(of: Subject.small, machine: "aanvraag")
    #expect(root.contains("  nieuw: ⏱ Geen reactie, 5 werkdagen → Overleg"))
    #expect(
      root.contains {
        $0.contains("Adviseren (Advies) (Toezicht en handhaving)") || $0.contains("Adviseren (Advies) (VTH)")
      }
    )
    let child = try lines(of: Subject.small, machine: "advies")
    #expect(child.contains("  [*] --> open: Advies vragen (Aanvraag) (Gemeente)"))
    #expect(child.contains("  open --> vervallen: Verlenen (Aanvraag) (Gemeente)"))
  }

  @Test func markdownHasEveryMachine() throws {
    let workflow = try Permit.workflow
    let markdown = try WorkflowDiagram(workflow).drawn(as: .markdown)
    for machine in workflow.machines.keys {
      #expect(markdown.contains(try WorkflowDiagram(workflow, machine: machine).drawn(as: .mermaid)))
    }
  }

  /// With the entities read back.
  private func lines(of subject: Subject, machine: String) throws -> [String] {
    let drawn = try WorkflowDiagram(subject.workflow, machine: machine).drawn(as: .mermaid)
    let entity = try Regex(#"#(\d+);"#, as: (Substring, Substring).self)
    let read = drawn.replacing(entity) { match in
      UInt32(match.output.1).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
    }
    return read.split(separator: "\n").map(String.init)
  }

  private func identifier(_ key: String) -> String { key.replacing("-", with: "_") }
}
