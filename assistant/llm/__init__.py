"""Language models: any OpenAI-compatible server, structured answers, the owner's allowance, prompts."""
