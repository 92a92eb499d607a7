# «Alguém de confiança»: começos de mensagem, para copiar e mudar. Ajar não envia nem guarda nada.
safety-trust-title = Alguém de confiança
safety-trust-intro = Começar costuma ser o mais difícil. Aqui estão começos para copiar e mudar:
safety-trust-self-1 = Oi. Não estou bem e preciso de companhia. Você pode me ligar hoje?
safety-trust-self-2 = Não sei como dizer isto. Preciso de alguém comigo agora. Você pode vir, ou ficar ao telefone?
safety-trust-self-3 = Você não precisa resolver nada. Pode me escutar um pouco?
safety-trust-other-1 = Estou com medo por alguém de quem nós dois gostamos. Podemos conversar hoje?
safety-trust-other-2 = Estou pensando em você e quero saber como está. Estou aqui. Posso ligar agora?
safety-trust-other-3 = Alguém que eu amo pode estar em perigo e não quero enfrentar isso sem ajuda. Você me ajuda?
safety-trust-violence-1 = Não me sinto em segurança em casa. Por favor, não responda aqui. Só me ligue quando eu disser.
safety-trust-violence-2 = Está acontecendo algo que me dá medo. Posso ir para a sua casa se precisar?
safety-trust-violence-3 = Se eu mandar uma palavra combinada entre nós, você chama ajuda?
safety-trust-yourself = Quem envia é você, do seu jeito. Eu não envio nem guardo nada.
