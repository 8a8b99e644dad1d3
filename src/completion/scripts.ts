import type { CompletionShell } from '../cli/completion-shells.ts';

/** What `tutti completion SHELL` prints. Each asks `tutti __complete` for all it offers, so that it is never out of date. */
export const completionScripts: Readonly<Record<CompletionShell, string>> = {
  bash: `# bash completion for tutti, batch_run and batch_scp. In ~/.bashrc:
#   eval "$(tutti completion bash)"
_tutti() {
  local kind word
  COMPREPLY=()
  {
    IFS= read -r kind || return 0
    while IFS= read -r word; do COMPREPLY+=("$word"); done
  } < <(command tutti __complete bash "\${1##*/}" "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    commands) while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -c -- "$2" | sort -u) ;;
  esac
  return 0
}
# bash before 4.4 cannot keep an order, and before 4.0 falls back to files by an option only.
complete -o nosort -F _tutti tutti batch_run batch_scp 2>/dev/null ||
  complete -o default -F _tutti tutti batch_run batch_scp
`,
  zsh: `#compdef tutti batch_run batch_scp
# zsh completion for tutti, batch_run and batch_scp. In ~/.zshrc, behind compinit:
#   eval "$(tutti completion zsh)"
_tutti() {
  local kind line word detail
  local -a lines words_ suffix
  line="\${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
  lines=("\${(@f)$(command tutti __complete zsh "\${words[1]:t}" "$line" 2>/dev/null)}")
  kind=$lines[1]
  if [[ $kind == files ]]; then
    [[ $PREFIX == --*=* ]] && compset -P '*='
    _files
    return
  elif [[ $kind == commands ]]; then
    _command_names -e
    return
  fi
  for word in "\${(@)lines[2,-1]}"; do
    detail=\${word#*$'\\t'}
    words_+=("\${\${word%%$'\\t'*}//:/\\\\:}\${detail:+:$detail}")
  done
  # Outside of quotes the blank behind a target goes when an operator is typed.
  [[ $kind == targets && -z $compstate[quote] ]] && suffix=(-S ' ' -r ' ,!&^')
  (( $#words_ )) && _describe -V tutti words_ $suffix
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _tutti "$@"
else
  compdef _tutti tutti batch_run batch_scp
fi
`,
  fish: `# fish completion for tutti, batch_run and batch_scp. Once:
#   tutti completion fish > ~/.config/fish/conf.d/tutti.fish
function __tutti_complete
    set -l line (commandline -pc)
    set -l answer (command tutti __complete fish $argv[1] "$line" 2>/dev/null)
    if test "$answer[1]" = files
        set -l token (commandline -ct)
        set -l before (string match -r '^--?[\\w-]+=' -- $token)
        set -l files (__fish_complete_path (string replace -- "$before" '' $token))
        string replace -r -- '^' "$before" $files
    else if test "$answer[1]" = commands
        complete -C (commandline -ct)
    else
        printf '%s\\n' $answer[2..-1]
    end
end
complete -c tutti -f -k -a '(__tutti_complete tutti)'
complete -c batch_run -f -k -a '(__tutti_complete batch_run)'
complete -c batch_scp -f -k -a '(__tutti_complete batch_scp)'
`,
};
